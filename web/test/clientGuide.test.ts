import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { webFolder } from "./support/repository";

test("the program of docs/guides/api-client.md fits the client that is offered, and runs", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/check-client.mjs"], { cwd: webFolder, encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
});
