import "./support/browser";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { describeApi } from "../src/developers/description/ApiDescription";
import { needOf } from "../src/developers/description/need";
import type { Schema } from "../src/developers/description/Schema";
import { schemaFaults } from "../src/developers/description/schemaFaults";
import { searchOperations } from "../src/developers/OperationList";
import { buildRequest, faultsOf } from "../src/developers/request/buildRequest";
import { freshDraft, keyOf } from "../src/developers/request/RequestDraft";
import { sampleLanguages, sampleOf } from "../src/developers/request/samples";
import type { Me } from "../src/api/identity";
import { city, me } from "./support/fixtures";
import { button, close, enter, open, run, serve, settle } from "./support/page";
import { openApi } from "./support/repository";

afterEach(close);

const api = describeApi(openApi());
const operation = (id: string) => {
    const found = api.operations.find((one) => one.id === id);
    assert.ok(found, id);
    return found;
};

test("describes every operation of the document once, each in a group and with what it asks for", () => {
    const methods = ["get", "post", "put", "patch", "delete"];
    const count = Object.values(openApi().paths).reduce((sum, item) => sum + methods.filter((method) => item[method]).length, 0);
    assert.equal(api.operations.length, count);
    assert.equal(new Set(api.operations.map(({ id }) => id)).size, count);
    assert.equal(api.groups.reduce((sum, { operations }) => sum + operations.length, 0), count);
    assert.deepEqual(api.operations.filter(({ requires, summary }) => requires === null || summary === "").map(({ id }) => id), []);
});

test("begins every form with examples that its own schema takes; what has none is told to be needed", () => {
    const wrong = api.operations.flatMap((one) => {
        const faults = faultsOf(one, freshDraft(one, api), api);
        const left = [...Object.values(faults.parameters).filter((fault) => fault !== "is needed"), ...faults.body.filter(({ message }) => message !== "choose a file")];
        return left.length > 0 ? [`${one.id}: ${JSON.stringify(left)}`] : [];
    });
    assert.deepEqual(wrong, []);
});

test("holds every example of an answer to its schema", () => {
    const wrong = api.operations.flatMap((one) => one.answers.flatMap(({ status, content }) => content.flatMap(({ type, schema, example }) =>
        schema && example !== undefined && /json$/.test(type) ? schemaFaults(example, schema, api.resolve).map(({ at, message }) => `${one.id} ${status} ${at} ${message}`) : [])));
    assert.deepEqual(wrong, []);
});

test("says of each wrong value where it is and what was expected", () => {
    const schema: Schema = {
        type: "object", required: ["name", "limit"], additionalProperties: false,
        properties: { name: { type: "string", maxLength: 3 }, limit: { type: "integer", minimum: 1, maximum: 9 }, at: { type: "string", format: "date-time" }, list: { type: "array", maxItems: 1, items: { enum: ["a", "b"] } }, either: { oneOf: [{ type: "null" }, { type: "object", required: ["x"], properties: { x: { type: "number" } } }] } },
    };
    const faults = (value: unknown) => schemaFaults(value, schema, (one) => one).map(({ at, message }) => `${at}: ${message}`);
    assert.deepEqual(faults({ name: "abc", limit: 9, at: "2026-11-25T00:00:00Z", list: ["a"], either: null }), []);
    assert.deepEqual(faults([]), [": is an array; expected object"]);
    assert.match(faults({ limit: 10, name: "abcd" }).join("\n"), /name: "abcd" does not fit; expected at most 3 characters/);
    assert.match(faults({ limit: 10, name: "a" }).join("\n"), /limit: 10 is out of range; expected from 1 to 9/);
    assert.match(faults({ limit: 1.5, name: "a" }).join("\n"), /limit: is 1.5; expected integer/);
    assert.match(faults({ limit: 1 }).join("\n"), /name: is missing; expected string/);
    assert.match(faults({ limit: 1, name: "a", nmae: 1 }).join("\n"), /nmae: is not known; expected one of name, limit/);
    assert.match(faults({ limit: 1, name: "a", at: "yesterday" }).join("\n"), /at: "yesterday" does not fit; expected ISO 8601/);
    assert.match(faults({ limit: 1, name: "a", list: ["a", "c"] }).join("\n"), /list: has 2 items; expected at most 1 items\nlist\[1\]: "c" is not allowed/);
    assert.match(faults({ limit: 1, name: "a", either: { y: 1 } }).join("\n"), /either\.x: is missing/);
});

test("puts values into path, query, headers and body as they must be sent", () => {
    const roles = operation("getZoneForecast");
    const draft = { ...freshDraft(roles, api), values: { "path:id": "a/b?", "query:at": "2026-11-23T09:00:00+01:00", "header:X-Request-Id": "r1", "query:past": "" } };
    const built = buildRequest(roles, draft);
    assert.equal(built.url, "/api/v1/zones/a%2Fb%3F/forecast?at=2026-11-23T09%3A00%3A00%2B01%3A00");
    assert.deepEqual(built.headers, { "X-Request-Id": "r1" });
    assert.match(faultsOf(roles, draft, api).parameters["path:id"] ?? "", /expected integer/);
});

test("writes samples with what was typed, with a placeholder for the key, and without passwords", () => {
    const forecast = operation("getZoneForecast");
    const draft = { ...freshDraft(forecast, api), values: { "path:id": "7", "query:past": "24" } };
    for (const language of sampleLanguages) {
        const sample = sampleOf(language, forecast, draft, "https://grid.example.org", api.resolve);
        assert.match(sample, /grid\.example\.org/);
        assert.match(sample, /URBANGRID_KEY/);
        assert.match(sample, /7[\s\S]*24/);
    }
    const signIn = operation("signIn");
    const secret = { ...freshDraft(signIn, api), body: '{"email": "a@b.example", "password": "hunter2 hunter2"}' };
    const half = { ...secret, body: '{"password": "hunter2 hunt' };
    for (const language of sampleLanguages) {
        assert.doesNotMatch(sampleOf(language, signIn, secret, "https://g", api.resolve), /hunter2/);
        assert.doesNotMatch(sampleOf(language, signIn, half, "https://g", api.resolve), /hunter2/);
    }
    const invite = operation("ingestReadings");
    const quoted = { ...freshDraft(invite, api), body: `{"a": "it's", "b": [true, null]}` };
    assert.match(sampleOf("curl", invite, quoted, "https://g", api.resolve), /it'\\''s/);
    assert.match(sampleOf("Python", invite, quoted, "https://g", api.resolve), /True,\s+None/);
});

test("tells what an operation asks for, and whether the person has it", () => {
    const viewer = { ...me, permissions: ["grid.read"] } as Me;
    assert.equal(needOf("grid.read", viewer).refusal, null);
    assert.match(needOf("readings.write", viewer).refusal ?? "", /do not have the permission readings\.write in Testville Energy/);
    assert.match(needOf("platform owner", viewer).refusal ?? "", /owner of the installation/);
    assert.equal(needOf("signed in as a person", viewer).takesKey, false);
});

test("finds operations by all words of a search, wherever they stand", () => {
    const found = searchOperations(api, "post readings.write partial").flatMap(({ operations }) => operations.map(({ id }) => id));
    assert.deepEqual(found.includes("getZones"), false);
    assert.deepEqual(searchOperations(api, "no such thing anywhere"), []);
    assert.equal(searchOperations(api, "").length, api.groups.length);
});

const base = { "/city": { body: city }, "/openapi.json": { body: openApi() } };
const text = (node: Element | null) => (node?.textContent ?? "").replace(/\u00a0/g, " ");

/** Opens the area, whose own file is loaded first. */
async function openDevelopers(path: string): Promise<HTMLElement> {
    const page = await open(path);
    for (let tries = 0; tries < 40 && !page.querySelector(".operations a, main .state"); tries += 1) await settle();
    return page;
}

test("lists the operations, and says so where a search finds none or the document does not come", async () => {
    serve(base);
    assert.match(text(await openDevelopers("/developers")), /Begin here[^]*urbangrid-client\.ts[^]*How failures look/);
    assert.match(text(await openDevelopers("/developers?q=xyzzy")), /No operation has all these words/);
    assert.match(text(await openDevelopers("/developers/noSuchOperation")), /There is no such operation/);
});

test("sends what fits and shows the answer with its status, size and headers", async () => {
    serve({ ...base, "/zones/1": { body: { id: 1, name: "North" } } });
    const page = await openDevelopers("/developers/getZone");
    await run(() => button(page, /^Send GET/).click());
    await settle();
    const answer = text(page.querySelector('[data-testid="answer"]'));
    assert.match(answer, /200/);
    assert.match(answer, /name: "North"/);
    assert.match(answer, /x-request-idr-1/);
});

test("shows a refusal as what it is, with its fields", async () => {
    serve({ ...base, "/zones/1": { status: 400, body: { title: "Bad request", status: 400, detail: "1 parameter is wrong.", requestId: "r-7", errors: [{ field: "id", message: "Not in range.", expected: "a zone" }] } } });
    const page = await openDevelopers("/developers/getZone");
    await run(() => button(page, /^Send GET/).click());
    await settle();
    assert.match(text(page.querySelector('[data-testid="answer"] [role="alert"]')), /1 parameter is wrong.*id: Not in range.*expected a zone.*r-7/);
});

test("asks before it sends what changes something, and sends nothing that does not fit", async () => {
    const sent = serve({ ...base, "POST /readings": { body: { received: 2 } } });
    const page = await openDevelopers("/developers/ingestReadings");
    const body = page.querySelector("textarea") as HTMLTextAreaElement;
    const original = body.value;
    await enter(body, '{"readings": [{"seriesId": "x"}]}');
    await run(() => button(page, /^Send POST/).click());
    assert.equal(page.querySelector("dialog"), null);
    assert.match(text(page), /Not sent: see what is marked above/);
    await enter(body, original);
    await run(() => button(page, /^Send POST/).click());
    assert.match(text(page.querySelector("dialog")), /real data of Testville Energy/);
    assert.equal(sent.length, 0);
    await run(() => button(page, /^Send it/).click());
    await settle();
    assert.deepEqual(sent.map(({ method, path }) => `${method} ${path}`), ["POST /readings"]);
});

test("offers nobody to send what they may not", async () => {
    serve({ ...base, "/me": { body: { ...me, permissions: ["grid.read"] } } });
    const page = await openDevelopers("/developers/ingestReadings");
    assert.match(text(page.querySelector('[data-testid="may-not"]')), /do not have the permission readings\.write/);
    assert.equal([...page.querySelectorAll("button")].some((one) => /^Send POST/.test(one.textContent ?? "")), false);
});

test("keeps keys apart from what is stored or shown in samples", async () => {
    serve(base);
    const page = await openDevelopers("/developers/getZone");
    await run(() => button(page, /^With an API key/).click());
    const field = page.querySelector('input[name="urbangrid-api-key"]') as HTMLInputElement;
    await enter(field, "ugk_1_2_topsecret");
    assert.doesNotMatch(text(page), /topsecret/);
    assert.doesNotMatch(JSON.stringify({ ...localStorage, ...sessionStorage }) + window.location.href, /topsecret/);
    assert.equal(keyOf({ place: "query", name: "a" }), "query:a");
});
