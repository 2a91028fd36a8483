import "./support/browser";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { foreignFile } from "../src/data/import/foreignFile";
import { forgetMapping, keepMapping, keptMapping } from "../src/data/import/keptMapping";
import { emptyMapping } from "../src/data/import/mapping";
import type { UploadWithGuess } from "../src/api/types";
import { city, me } from "./support/fixtures";
import { close, open, run, serve } from "./support/page";

afterEach(close);

const text = (node: Element | null) => (node?.textContent ?? "").replace(/\u00a0/g, " ");

test("shows who joined meanwhile when the window is looked at again", async () => {
    const member = (id: number, email: string) => ({ id, email, name: "", role: "viewer", roleName: "Viewer", isDisabled: false, hasSecondFactor: false, memberSince: "2026-11-23T09:00:00Z", lastSeenAt: null });
    const answers: Parameters<typeof serve>[0] = { "/me": { body: me }, "/city": { body: city }, "/roles": { body: { roles: [] } }, "/users": { body: { users: [member(2, "old@example.org")], nextCursor: null } } };
    serve(answers);
    const page = await open("/settings/users");
    for (let tries = 0; tries < 40 && !page.querySelector('[data-testid="users"]'); tries += 1) await run(() => undefined);
    assert.match(text(page), /old@example\.org/);
    answers["/users"] = { body: { users: [member(2, "old@example.org"), member(3, "new@example.org")], nextCursor: null } };
    serve(answers);
    await run(() => window.dispatchEvent(new window.Event("focus")));
    assert.match(text(page), /new@example\.org/);
});

test("keeps what an upload's columns mean over a reload, and nothing that the file does not have", () => {
    const upload = { id: "9f", guess: { columns: ["meter", "start", "kwh"], rows: [], mapping: null } } as unknown as UploadWithGuess;
    const mapping = { ...emptyMapping(), start: "start", series: "meter", value: "kwh" };
    keepMapping("9f", { mapping, points: { a: "b" } });
    assert.deepEqual(keptMapping(upload), { mapping, points: { a: "b" } });
    assert.equal(keptMapping({ ...upload, guess: { ...upload.guess!, columns: ["other"] } }), null);
    assert.equal(keptMapping({ ...upload, id: "other" }), null);
    sessionStorage.setItem("urbangrid.upload.9f", "{broken");
    assert.equal(keptMapping(upload), null);
    keepMapping("9f", { mapping, points: {} });
    forgetMapping("9f");
    assert.equal(keptMapping(upload), null);
});

test("tells a picture, a document or a workbook from readings by its first bytes", () => {
    const of = (...bytes: number[]) => foreignFile("meters.csv", new Uint8Array(bytes)) ?? "";
    assert.match(of(0x89, 0x50, 0x4e, 0x47, 0x0d), /meters\.csv is a PNG picture, whatever its name says/);
    assert.match(of(...[..."%PDF-1.7"].map((sign) => sign.charCodeAt(0))), /PDF document/);
    assert.match(of(0x50, 0x4b, 3, 4), /Excel workbook.*Save the sheet as CSV/);
    for (const readings of ["meter,st", "<?xml ve", "\u001f\u008b\u0008", ""]) assert.equal(of(...[...readings].map((sign) => sign.charCodeAt(0))), "");
});
