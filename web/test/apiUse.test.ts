import "./support/browser";
import assert from "node:assert/strict";
import { test } from "node:test";
import { paths } from "../src/api/endpoints";
import { describeApi } from "../src/developers/description/ApiDescription";
import { openApi, sources } from "./support/repository";

const operations = new Set(describeApi(openApi()).operations.map(({ method, path }) => `${method} ${path.replace(/^\/api\/v1/, "")}`));

/** Where requests may leave the app, and by what. Everything else goes through these. */
const doors: Record<string, RegExp> = {
    "api/client.ts": /\bfetch\(/,
    // For people who try the API: any operation, as it is described.
    "api/exchange.ts": /\bfetch\(/,
    // Alone tells how much of a file was sent.
    "api/sendFile.ts": /new XMLHttpRequest\(/,
    // The live stream.
    "city/CityContext.tsx": /new EventSource\(/,
};

test("no request leaves the app but through the typed client and the named streams", () => {
    const leaving = /(?<![\w.])fetch\(|new (XMLHttpRequest|EventSource|WebSocket)\(|sendBeacon\(/;
    // What samples show is text for other programs.
    const found = sources().filter(({ path, text }) => leaving.test(text) && path !== "developers/request/samples.ts").map(({ path }) => path).sort();
    assert.deepEqual(found, Object.keys(doors).sort());
    for (const { path, text } of sources()) if (doors[path]) assert.match(text, doors[path]!);
});

test("the API's address is written in one place", () => {
    const found = sources().filter(({ path, text }) => /["'`]\/api\/v1/.test(text) && path !== "api/client.ts").map(({ path }) => path);
    assert.deepEqual(found, []);
});

/** Every path of the app's endpoints as a template of the description: `/zones/{}`. */
function templates(): Map<string, string> {
    const found = new Map<string, string>();
    for (const [name, make] of Object.entries(paths)) {
        const given = name === "network" ? [["zone"]] : name === "quantityRules" || name === "authSettings" ? ["X"] : [90210, {}];
        const one = (make as (...given: unknown[]) => string)(...given).split("?")[0] ?? "";
        found.set(name, one.replace(/90210|%5Bobject%20Object%5D|\[object Object\]/g, "{}"));
    }
    return found;
}

const anyName = (path: string) => path.replace(/\{\w*\}/g, "{}");
const described = new Set([...operations].map(anyName));
const isDescribed = (operation: string) => described.has(anyName(operation));

test("every address the pages know is an operation of the API", () => {
    for (const [name, path] of templates()) assert.ok(["GET", "POST", "PUT", "DELETE"].some((method) => isDescribed(`${method} ${path}`)), `${name}: ${path}`);
});

test("everything the pages send is an operation of the API", () => {
    const known = templates();
    let count = 0;
    for (const { path, text } of sources()) {
        for (const [, method, given] of text.matchAll(/sendJSON(?:<[^(]*>)?\("(POST|PUT|PATCH|DELETE)", ("[^"]*"|`[^`]*`|paths\.\w+\()/g)) {
            const address = (given ?? "").replace(/^paths\.(\w+)\($/, (_, name: string) => known.get(name) ?? `?${name}`)
                .replace(/^["`]|["`]$/g, "").replace(/\$\{paths\.(\w+)\([^}]*\)\}/g, (_, name: string) => known.get(name) ?? `?${name}`)
                .replace(/\$\{[^}]*\}/g, "{}").split("?")[0] ?? "";
            // A variable at the beginning is a path that stands above in the file.
            if (address.startsWith("{}")) continue;
            count += 1;
            assert.ok(isDescribed(`${method} ${address}`), `${path} sends ${method} ${address}, which openapi.json does not have`);
        }
    }
    assert.ok(count > 25, `only ${count} requests were found`);
});
