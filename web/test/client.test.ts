import "./support/browser";
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../src/api/ApiError";
import { keyOf, invalidate, reload } from "../src/api/cached";
import { accessKeeper, ask } from "../src/api/client";
import { ResourceCache, resources } from "../src/api/ResourceCache";
import { sendFile } from "../src/api/sendFile";
import { serve } from "./support/page";

const fails = (answer: Promise<unknown>, check: (error: ApiError) => boolean) => assert.rejects(answer, (error) => error instanceof ApiError && check(error));

test("turns a problem document into an error with its request id and fields", async () => {
    serve({ "/city": { status: 422, body: { title: "Wrong query", status: 422, detail: "points is too large", requestId: "r-9", errors: [{ field: "points", message: "too large", expected: "2..5000" }] } } });
    await fails(ask("GET /city"), (error) => error.kind === "problem" && error.title === "Wrong query" && error.detail === "points is too large" && error.requestId === "r-9" && error.fields[0]?.field === "points");
});

test("keeps the header's request id when the body is no problem document", async () => {
    for (const body of ["<html>bad gateway", "null", "7", ""]) {
        serve({ "/city": { status: 502, body } });
        await fails(ask("GET /city"), (error) => error.kind === "problem" && error.status === 502 && error.requestId === "r-1" && error.title === "The server answered 502");
    }
});

test("says when an answer is not JSON, cannot be reached, or does not come in time", async () => {
    serve({ "/city": { body: "<html>" }, "/zones": "refused", "/jobs": "never" });
    await fails(ask("GET /city"), (error) => error.kind === "unreadable" && error.requestId === "r-1");
    await fails(ask("GET /zones"), (error) => error.kind === "network");
    await fails(ask("GET /jobs", { timeoutMilliseconds: 10 }), (error) => error.kind === "timeout" && error.detail === "The server did not answer within 0.01 s.");
});

test("a page that a proxy sends in place of an answer is not taken for one", async () => {
    globalThis.fetch = (() => Promise.resolve(new Response("<html>Sign in to the guest network", { headers: { "Content-Type": "text/html; charset=utf-8" } }))) as typeof fetch;
    await fails(ask("GET /city"), (error) => error.kind === "unreadable");
});

test("the body of an answer has to come in time as well", async () => {
    globalThis.fetch = ((_: string, { signal }: RequestInit) => Promise.resolve(new Response(new ReadableStream({
        start: (controller) => signal?.addEventListener("abort", () => controller.error(signal.reason)),
    }), { headers: { "Content-Type": "application/json" } }))) as typeof fetch;
    await fails(ask("GET /city", { timeoutMilliseconds: 10 }), (error) => error.kind === "timeout");
});

test("does not call it a failure when the screen no longer wants the answer", async () => {
    serve({ "/jobs": "never" });
    const controller = new AbortController();
    const answer = ask("GET /jobs", { signal: controller.signal });
    controller.abort();
    await assert.rejects(answer, (error) => !(error instanceof ApiError));
});

test("asks once and by the cookies of the browser: a busy server is said at once", async () => {
    let asked = 0;
    let options: RequestInit = {};
    globalThis.fetch = ((_: string, given: RequestInit) => {
        asked += 1;
        options = given;
        return Promise.resolve(new Response("{}", { status: 503, headers: { "Content-Type": "application/problem+json", "Retry-After": "0" } }));
    }) as typeof fetch;
    await fails(ask("GET /zones"), (error) => error.status === 503);
    assert.equal(asked, 1);
    assert.equal(options.credentials, "same-origin");
    assert.equal(new Headers(options.headers).has("Authorization"), false);
});

test("a refusal for want of a permission has the session looked at", async () => {
    serve({ "/city": { status: 403, body: { title: "Not allowed", status: 403, requestId: "r-3" } } });
    let looked = 0;
    accessKeeper.onForbidden = () => (looked += 1);
    await fails(ask("GET /city"), (error) => error.status === 403);
    accessKeeper.onForbidden = () => undefined;
    assert.equal(looked, 1);
});

test("sends a file as it is, tells how far it is, and reads the answer as the client does", async () => {
    const sent: { url: string; headers: Record<string, string>; body: unknown }[] = [];
    let status = 200;
    class FakeRequest {
        upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
        onload = () => undefined;
        statusText = "";
        private url = "";
        private readonly headers: Record<string, string> = {};
        get status() { return status; }
        get responseText() { return status === 200 ? '{"id":"u-1"}' : '{"title":"Too large","detail":"At most 2 GiB.","requestId":"r-8"}'; }
        open(method: string, url: string) { this.url = `${method} ${url}`; }
        setRequestHeader(name: string, value: string) { this.headers[name] = value; }
        getResponseHeader(name: string) { return name === "Content-Type" ? "application/json" : "r-7"; }
        send(body: unknown) {
            sent.push({ url: this.url, headers: this.headers, body });
            this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
            this.onload();
        }
    }
    const scope = globalThis as unknown as Record<string, unknown>;
    scope["XMLHttpRequest"] = FakeRequest;
    const file = new Blob(["a;b"], { type: "text/csv" });
    const fractions: number[] = [];
    const upload = await sendFile("POST /uploads", (fraction) => fractions.push(fraction), { query: { name: "a b.csv" }, body: file });
    assert.deepEqual([upload.id, fractions], ["u-1", [0.25]]);
    assert.deepEqual([sent[0]?.url, sent[0]?.headers["content-type"], sent[0]?.body === file], ["POST /api/v1/uploads?name=a+b.csv", "application/octet-stream", true]);
    status = 413;
    await fails(sendFile("POST /uploads", () => undefined, { body: file }), (error) => error.status === 413 && error.requestId === "r-8" && error.detail === "At most 2 GiB.");
    delete scope["XMLHttpRequest"];
});

test("answers are kept by operation and address, and are out of date by operation", async () => {
    resources.clear();
    const asked: string[] = [];
    const zone = keyOf("GET /zones/{id}", { path: { id: 3 } });
    const keys = [keyOf("GET /zones"), zone, keyOf("GET /zones/{id}/forecast", { path: { id: 3 }, query: { past: 0 } })];
    for (const key of keys) resources.subscribe(key, () => (asked.push(key), Promise.resolve(1)), () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 2));
    assert.deepEqual(asked, keys);
    invalidate(["GET /zones/{id}"]);
    reload("GET /zones");
    assert.deepEqual(asked.slice(3), [zone, "GET /zones /api/v1/zones"]);
    resources.clear();
});

test("keeps what was loaded when a refresh fails, with one request in flight at a time", async () => {
    const cache = new ResourceCache();
    let calls = 0;
    const load = () => ((calls += 1) === 1 ? Promise.resolve("first") : Promise.reject(new ApiError("network", "Gone", "", null, null)));
    const stop = cache.subscribe("/a", load, () => undefined);
    cache.refresh("/a");
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(calls, 2);
    assert.equal(cache.state("/a").data, "first");
    assert.equal(cache.state<string>("/a").error?.title, "Gone");
    stop();
});
