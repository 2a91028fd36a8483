// Holds docs/guides/api-client.md to the client that is offered: the guide's program is type-checked against
// urbangrid-client.ts, then run by node against a server that answers with the examples of openapi.json.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadPackage, resolvePackage, webRoot } from "../toolchain.mjs";
import { clientFiles } from "./clientFiles.mjs";

const folder = join(webRoot, ".cache", "client");
const repository = join(webRoot, "..");
const key = "ugk_1_1_for-this-test";

function fail(words) {
    console.error(words);
    process.exit(1);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(clientFiles())) writeFileSync(join(folder, name), text);
const guide = readFileSync(join(repository, "docs", "guides", "api-client.md"), "utf8");
const program = /```ts\n([\s\S]*?)```/.exec(guide)?.[1];
if (!program) fail("The guide has no program.");
writeFileSync(join(folder, "peaks.ts"), program);
// What a customer has from @types/node, so far as the program uses it.
writeFileSync(join(folder, "node.d.ts"), "declare const process: { env: Record<string, string | undefined> };\n");
// One of each mistake that the types are there to find.
writeFileSync(join(folder, "mistakes.ts"), `import { UrbanGridClient } from "./urbangrid-client";
declare const client: UrbanGridClient;
// @ts-expect-error there is no such operation
void client.send("GET /zone");
// @ts-expect-error the path's id is missing
void client.send("GET /zones/{id}");
// @ts-expect-error there is no such parameter
void client.send("GET /zones/{id}/forecast", { path: { id: 1 }, query: { pst: 1 } });
// @ts-expect-error a value is a number
void client.send("POST /readings", { body: { readings: [{ seriesId: 1, start: "2026-11-23T08:00:00Z", value: "1" }] } });
`);

const tsc = join(dirname(resolvePackage("typescript")), "tsc.js");
const checked = spawnSync(process.execPath, [
    tsc, "--noEmit", "--strict", "--target", "ES2022", "--module", "ESNext", "--moduleResolution", "node", "--lib", "ES2022,DOM,DOM.Iterable", "--typeRoots", folder,
    ...["peaks.ts", "mistakes.ts", "node.d.ts"].map((name) => join(folder, name)),
], { encoding: "utf8" });
if (checked.status !== 0) fail(`The guide's program does not fit the client:\n${checked.stdout}${checked.stderr}`);

loadPackage("esbuild").buildSync({ entryPoints: [join(folder, "peaks.ts")], outfile: join(folder, "peaks.mjs"), bundle: true, format: "esm", platform: "node", target: "node18", logLevel: "warning" });

const document = JSON.parse(readFileSync(join(repository, "Sources", "GridAPI", "OpenAPI", "openapi.json"), "utf8"));
const example = (path, method) => document.paths[path][method].responses["200"].content["application/json"].example;
const seen = [];
let isBusy = true;
const server = createServer((request, response) => {
    const path = request.url.split("?")[0].replace("/api/v1", "");
    let body = "";
    request.on("data", (chunk) => { body += chunk; });
    request.on("end", () => {
        seen.push(`${request.method} ${request.url}`);
        const answer = (status, value, headers = {}) => response.writeHead(status, { "Content-Type": status < 400 ? "application/json" : "application/problem+json", ...headers }).end(JSON.stringify(value));
        const problem = (status, more) => ({ type: "about:blank", title: "Refused", status, detail: "As the test asks.", instance: path, requestId: "r-42", ...more });
        // What a proxy may put in an answer's place.
        if (path === "/jobs") return response.writeHead(200, { "Content-Type": "text/html", "X-Request-Id": "r-43" }).end("<html>Sign in to the guest network");
        if (request.headers.authorization !== `Bearer ${key}`) return answer(401, problem(401));
        // The first read finds the server busy, and is to be sent again.
        if (path === "/zones" && isBusy) {
            isBusy = false;
            return answer(429, problem(429), { "Retry-After": "0" });
        }
        if (path === "/zones") return answer(200, example("/zones", "get"));
        if (/^\/zones\/\d+\/forecast$/.test(path)) return answer(200, example("/zones/{id}/forecast", "get"));
        if (path === "/readings") return JSON.parse(body).readings[0].value === 121.4 ? answer(200, example("/readings", "post")) : answer(422, problem(422));
        if (path === "/zones/9") return answer(404, problem(404, { errors: [{ field: "id", message: "Not there.", expected: "a zone" }] }));
        if (path === "/me/sessions/a%2Fb") return response.writeHead(204).end();
        return answer(404, problem(404));
    });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const output = await new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, "peaks.mjs")], { env: { ...process.env, URBANGRID_URL: origin, URBANGRID_KEY: key } });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => { text += chunk; });
    child.on("close", (status) => resolve({ status, text }));
});
const zones = example("/zones", "get").zones;
const peak = Math.max(...example("/zones/{id}/forecast", "get").points.map(({ p90 }) => p90)).toFixed(0);
if (output.status !== 0 || !output.text.includes(`${zones[0].name}: at most ${peak} kW`) || !output.text.includes(`stored ${example("/readings", "post").received}`)) fail(`The guide's program said:\n${output.text}`);
if (seen.filter((line) => line === "GET /api/v1/zones").length !== 2) fail(`A busy server was to be asked twice: ${seen.join(", ")}`);

// The plain JavaScript: refusals with what the server said, paths encoded, nothing for 204.
const { UrbanGridClient, UrbanGridError } = await import(pathToFileURL(join(folder, "urbangrid-client.mjs")).href);
const client = new UrbanGridClient({ origin: `${origin}/`, key });
const refused = await client.send("GET /zones/{id}", { path: { id: 9 } }).catch((error) => error);
if (!(refused instanceof UrbanGridError) || refused.status !== 404 || refused.requestId !== "r-42" || !/id: Not there\. Expected a zone\./.test(refused.message)) fail(`A refusal was: ${refused}`);
if ((await client.send("DELETE /me/sessions/{id}", { path: { id: "a/b" } })) !== undefined) fail("A 204 was something.");
const missing = await client.send("GET /zones/{id}", { path: {} }).catch((error) => error);
if (!(missing instanceof TypeError)) fail(`A path without its id was: ${missing}`);
const page = await client.send("GET /jobs").catch((error) => error);
if (!(page instanceof UrbanGridError) || page.status !== 200 || page.requestId !== "r-43" || !/could not be read/.test(page.message)) fail(`A proxy's page was: ${page}`);
if (client.address("GET /users", { query: { limit: 50, cursor: null } }) !== `${origin}/api/v1/users?limit=50`) fail("A cursor that is null was something.");
// Without a key nobody is named; what stands around each try sees that, and may have it sent again.
let tries = 0;
const nobody = new UrbanGridClient({ origin, around: async (url, send) => {
    const statuses = [(await send()).status, (await send()).status];
    tries += statuses.filter((status) => status === 401 && url.endsWith("/zones/9")).length;
    return send();
} });
const unnamed = await nobody.send("GET /zones/{id}", { path: { id: 9 } }).catch((error) => error);
if (unnamed.status !== 401 || tries !== 2) fail(`Without a key: ${unnamed}, after ${tries} tries`);
server.close();
console.log("The guide's program fits the client, and runs.");
