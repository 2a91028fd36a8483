import "./support/browser";
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../src/api/ApiError";
import { getJSON, withQuery } from "../src/api/client";
import { ResourceCache } from "../src/api/ResourceCache";
import { serve } from "./support/page";

const fails = (path: string, check: (error: ApiError) => boolean, signal?: AbortSignal, timeout?: number) =>
    assert.rejects(getJSON(path, signal, timeout), (error) => error instanceof ApiError && check(error));

test("turns a problem document into an error with its request id and fields", async () => {
    serve({ "/x": { status: 422, body: { title: "Wrong query", status: 422, detail: "points is too large", requestId: "r-9", errors: [{ field: "points", message: "too large", expected: "2..5000" }] } } });
    await fails("/x", (error) => error.kind === "problem" && error.requestId === "r-9" && error.fields[0]?.field === "points");
});

test("keeps the header's request id when the body is no problem document", async () => {
    serve({ "/x": { status: 502, body: "<html>bad gateway" } });
    await fails("/x", (error) => error.status === 502 && error.requestId === "r-1");
});

test("says when an answer is not JSON, cannot be reached, or does not come in time", async () => {
    serve({ "/html": { body: "<html>" }, "/gone": "refused", "/slow": "never" });
    await fails("/html", (error) => error.kind === "unreadable");
    await fails("/gone", (error) => error.kind === "network");
    await fails("/slow", (error) => error.kind === "timeout", undefined, 10);
});

test("does not call it a failure when the screen no longer wants the answer", async () => {
    serve({ "/slow": "never" });
    const controller = new AbortController();
    const answer = getJSON("/slow", controller.signal);
    controller.abort();
    await assert.rejects(answer, (error) => !(error instanceof ApiError));
});

test("leaves empty values out of the query", () => {
    assert.equal(withQuery("/a", { b: null, c: undefined, d: "", e: 0 }), "/a?e=0");
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
