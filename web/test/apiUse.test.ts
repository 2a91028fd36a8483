import "./support/browser";
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, client } from "../src/api/client";
import { useResource } from "../src/api/useResource";
import { sources } from "./support/repository";

/** What else than the client touches the network, and how the client is in it nevertheless. */
const doors: Record<string, [leaves: RegExp, by: RegExp]> = {
    // Tells how much of a file was sent; the client sends by it.
    "api/sendFile.ts": [/new XMLHttpRequest\(/, /return askBy\(fetchByXMLHttpRequest\(/],
    // The live stream, at the address that the client gives.
    "city/CityContext.tsx": [/new EventSource\(/, /url: client\.address\("GET \/live\/zones"\)/],
    // For people who try the API: any request as it was typed, also a wrong one, by this session.
    "api/exchange.ts": [/\bfetch\(/, /withSession\(url, send\)/],
};

test("every request of the app leaves through the client that customers download", () => {
    const leaving = /(?<![\w.])fetch\(|new (XMLHttpRequest|EventSource|WebSocket)\(|sendBeacon\(/;
    // What samples show is text for other programs.
    const found = sources().filter(({ path, text }) => leaving.test(text) && path !== "developers/request/samples.ts").map(({ path }) => path).sort();
    assert.deepEqual(found, Object.keys(doors).sort());
    for (const { path, text } of sources()) for (const pattern of doors[path] ?? []) assert.match(text, pattern);
    const importing = sources().filter(({ text }) => text.includes("client/UrbanGridClient\"")).map(({ path }) => path);
    assert.deepEqual(importing, ["api/client.ts"]);
});

test("no answer is taken for something else than openapi.json says", () => {
    const asserted = /\bask\((?:[^()]|\([^()]*\))*\)+ as |\.data as |\b(ask|askBy|useResources?|sendFile)</;
    assert.deepEqual(sources().filter(({ path, text }) => !path.startsWith("api/") && asserted.test(text)).map(({ path }) => path), []);
});

test("the API's address is written in the client alone", () => {
    const found = sources().filter(({ text }) => /["'`]\/api\/v1/.test(text)).map(({ path }) => path);
    assert.deepEqual(found, []);
});

/** Never called: what the compiler must not let pass, in the app as for customers. `web/typecheck.mjs` fails when it does. */
export function mistakes(): void {
    // @ts-expect-error there is no such operation
    void ask("GET /zone");
    // @ts-expect-error the path's id is missing
    void ask("GET /zones/{id}");
    // @ts-expect-error there is no such parameter
    useResource("GET /zones/{id}/forecast", { path: { id: 1 }, query: { pst: 1 } });
    // @ts-expect-error there is no such kind
    useResource("GET /anomalies", { query: { kind: "gap" } });
    // @ts-expect-error what changes something is no resource
    useResource("POST /estimations");
    // @ts-expect-error an hour is a number
    void ask("POST /api-keys/{id}/rotate", { path: { id: 1 }, body: { overlapHours: "1" } });
    // @ts-expect-error a key cannot do people's business
    void ask("POST /api-keys", { body: { name: "a", scopes: ["users.write"] } });
    // @ts-expect-error there is no such permission
    void ask("POST /roles", { body: { code: "a", name: "a", permissions: ["grid.write"] } });
    // @ts-expect-error a city has no such thing
    void ask("GET /city").then((city) => city.population);
    // A page's nextCursor goes where a cursor goes.
    void ask("GET /users").then(({ nextCursor }) => ask("GET /users", { query: { cursor: nextCursor } }));
}

test("addresses are made in one way, with what is left open left out", () => {
    assert.equal(client.address("GET /city"), "/api/v1/city");
    assert.equal(client.address("GET /roles/{code}", { path: { code: "a/b c" } }), "/api/v1/roles/a%2Fb%20c");
    assert.equal(client.address("GET /anomalies", { query: { zoneId: null, limit: 50, cursor: undefined, kind: "spike" } }), "/api/v1/anomalies?limit=50&kind=spike");
});
