import { button, close, enter, open, run, serve } from "./support/page";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { qualityStep, together } from "../src/data/quality/qualityScale";
import { draftsOf, ownRules, parameterFault } from "../src/data/rules/ruleText";
import { editFault, editInput, intervalsOf, type EditDraft } from "../src/series/editing/editDraft";
import { city, zone } from "./support/fixtures";

const text = (node: Element | null) => (node?.textContent ?? "").replace(/\u00a0/g, " ");
const series = { id: 3, name: "Meter 3", externalName: "m3", assetKind: "load_point", assetId: 3, assetName: "LP 3", zoneId: 1, quantity: "activeEnergyImport", unit: "kWh", intervalSeconds: 900, isDerived: false, firstReadingAt: null, lastReadingAt: "2026-11-23T08:00:00Z", readingCount: 9 };
const finding = {
    id: 5, seriesId: 3, seriesName: "Meter 3", assetName: "LP 3", zoneId: 1, quantity: "activeEnergyImport", kind: "gap", rule: "gap", start: "2026-11-23T02:00:00Z", end: "2026-11-23T04:00:00Z",
    value: null, limit: null, detail: "8 intervals are missing", ruleVersion: 0, foundAt: "2026-11-23T05:00:00Z", state: "open", stateChangedAt: "2026-11-23T05:00:00Z", note: null,
};
const edit = { id: 8, seriesId: 3, kind: "edit", start: "2026-11-22T08:00:00Z", end: "2026-11-22T09:00:00Z", method: "linear", reason: "Meter exchanged", actor: "A. Ortega", requestId: null, madeAt: "2026-11-23T07:00:00Z", valueCount: 4, beforeCount: 0, reverts: null, revertedBy: null };
const base = {
    "/city": { body: city }, "/zones": { body: { asOf: city.clock.now, zones: [zone] } }, "/series/3": { body: series }, "/anomalies": { body: { anomalies: [], nextCursor: null } },
    "/findings": { body: { findings: [], nextCursor: null } }, "/edits": { body: { edits: [], nextCursor: null } },
};
const figures = (missing: number, late = 0, estimated = 0) => ({
    series: 2, expected: 1000, received: 1000 - missing + estimated, estimated, late, completeness: (1000 - missing) / 1000, lateShare: late / (1000 - missing), estimatedShare: estimated / (1000 - missing + estimated),
});
const quality = {
    from: "2026-11-09T08:00:00Z", to: "2026-11-23T08:00:00Z", days: [], zones: [{ zoneId: 1, figures: figures(300, 7, 40), openFindings: 2 }, { zoneId: null, figures: figures(0), openFindings: 0 }],
    worstMeters: [{ seriesId: 3, externalName: "m3", name: "Meter 3", zoneId: 1, figures: figures(300), lastReadingAt: "2026-11-22T08:00:00Z" }],
};

afterEach(close);

test("takes zones together by their counts and not by their shares", () => {
    const all = together([figures(100), { ...figures(0), expected: 9000, received: 9000 }]);
    assert.equal(all.completeness, 0.99);
    assert.equal(together([]).completeness, null);
    assert.deepEqual([0, 5, 10, 40, 100, 300].map((missing) => qualityStep("completeness", figures(missing))), [0, 0, 1, 2, 3, 4]);
    assert.equal(qualityStep("late", figures(0, 30)), 2);
    assert.equal(qualityStep("completeness", { ...figures(0), completeness: null }), null);
});

test("shows the picture of zones and days before the tables, and leads to the worst meter's readings", async () => {
    serve({ ...base, "/data-quality": { body: quality }, "/zones/1/data-quality": { body: { ...quality, days: [{ date: "2026-11-21", figures: figures(2) }, { date: "2026-11-22", figures: figures(300) }] } } });
    const page = await open("/data");
    assert.equal(window.location.pathname, "/data/quality");
    assert.match(text(page.querySelector('[data-testid="quality-kpis"]')), /85\.0 %.*300 of 2,000 did not come/);
    const cells = [...page.querySelectorAll('[data-testid="heat"] .heat-cell')];
    assert.deepEqual(cells.map((cell) => `${cell.className} ${text(cell)}`), ["heat-cell heat-0 99.8 %", "heat-cell heat-4 70 %"]);
    assert.match(text(page.querySelector('[data-testid="zone-quality"] tbody')), /^Z01 · North70\.0 %.*in no zone100\.0 %/);
    assert.equal(page.querySelector('[data-testid="worst-meters"] a')?.getAttribute("href"), "/series/3?range=30d");
    await run(() => button(page, /^Late/).click());
    assert.deepEqual([...page.querySelectorAll(".heat-cell")].map((cell) => cell.className), ["heat-cell heat-0", "heat-cell heat-0"]);
});

test("filters findings at the server and dismisses one only with a note", async () => {
    const sent = serve({ ...base, "/findings": { body: { findings: [finding], nextCursor: null } }, "/findings?kind=spike": { body: { findings: [], nextCursor: null } }, "POST /findings/5/dismiss": { body: { ...finding, state: "dismissed" } } });
    assert.match(text(await open("/data/findings?kind=spike")), /None fits what was chosen/);
    const page = await open("/data/findings");
    assert.match(text(page.querySelector('[data-testid="findings"]')), /Meter 3.*Gap.*8 intervals are missing.*2 h.*Open/);
    await run(() => button(page, /Dismiss Gap/).click());
    const dialog = page.querySelector("dialog") as HTMLElement;
    assert.ok(button(dialog, /^Dismiss/).disabled);
    await enter(dialog.querySelector("textarea"), "The plant stood still.");
    await run(() => button(dialog, /^Dismiss/).click());
    assert.deepEqual(sent, [{ method: "POST", path: "/findings/5/dismiss", body: { note: "The plant stood still." } }]);
    assert.equal(page.querySelector("dialog"), null);
});

const draft: EditDraft = { from: 1795392000, to: 1795393800, kind: "linear", constant: "", typed: new Map(), reason: " Meter exchanged " };

test("makes an edit of whole intervals only, by a method or by values", () => {
    assert.deepEqual(intervalsOf(draft, 900), [1795392000, 1795392900]);
    assert.equal(editFault(draft, 900), null);
    assert.match(editFault({ ...draft, from: 1795392060 }, 900) ?? "", /whole intervals of 15 minutes/);
    assert.match(editFault({ ...draft, to: draft.from }, 900) ?? "", /must end after/);
    assert.deepEqual(editInput(draft, 900), { method: "linear", from: "2026-11-23T00:00:00Z", to: "2026-11-23T00:30:00Z", reason: "Meter exchanged" });
    const typed = { ...draft, kind: "values" as const, typed: new Map([[1795392900, "1.5"], [1795392000, " "]]) };
    assert.equal(editFault(typed, 900), null);
    assert.deepEqual(editInput(typed, 900), { values: [{ start: "2026-11-23T00:15:00Z", value: 1.5 }], reason: "Meter exchanged" });
    assert.match(editFault({ ...typed, typed: new Map([[1795392000, "12x"]]) }, 900) ?? "", /One value is no number/);
    assert.match(editFault({ ...typed, typed: new Map() }, 900) ?? "", /at least one/);
    assert.match(editFault({ ...draft, kind: "constant" }, 900) ?? "", /a number/);
});

test("edits values after a preview and with a reason, and takes an edit back", async () => {
    const outcome = { edit: null, changes: [{ start: "2026-11-23T08:00:00Z", oldValue: 9, oldQuality: "measured", newValue: 4, newQuality: "edited" }] };
    const sent = serve({ ...base, "/edits": { body: { edits: [edit, { ...edit, id: 7, revertedBy: 9 }], nextCursor: null } }, "POST /series/3/edits": { body: outcome }, "POST /edits/8/revert": { body: { ...outcome, edit } } });
    const page = await open("/series/3");
    assert.match(text(page.querySelector('[data-testid="edits"]')), /A\. Ortega.*Edited.*Straight line.*4Meter exchanged.*taken back/);
    await run(() => button(page, /Edit values/).click());
    const dialog = page.querySelector("dialog") as HTMLElement;
    assert.ok(button(dialog, /^Preview/).disabled);
    await run(() => (dialog.querySelectorAll('input[type="radio"]')[3] as HTMLInputElement).click());
    await enter([...dialog.querySelectorAll("input.input-short")][0], "4");
    await enter(dialog.querySelector("textarea"), "Read by hand");
    assert.ok(button(dialog, /^Save/).disabled);
    await run(() => button(dialog, /^Preview/).click());
    assert.match(text(dialog), /1 interval changes/);
    await run(() => button(dialog, /^Save/).click());
    assert.equal(page.querySelector("dialog"), null);
    const bodies = sent.map(({ body }) => body as { isPreview?: boolean; values: { value: number }[]; reason: string });
    assert.deepEqual(bodies.map(({ isPreview, values, reason }) => [isPreview, values.map(({ value }) => value), reason]), [[true, [4, 4, 4, 4], "Read by hand"], [undefined, [4, 4, 4, 4], "Read by hand"]]);
    await run(() => button(page, /Take back no\. 8/).click());
    await enter(page.querySelector("dialog textarea"), "Wrong day");
    await run(() => button(page.querySelector("dialog") as HTMLElement, /Put back/).click());
    assert.deepEqual(sent[2], { method: "POST", path: "/edits/8/revert", body: { reason: "Wrong day" } });
});

const rules = {
    quantity: "activeEnergyImport", version: 1, changedAt: null, changedBy: null,
    rules: [{ kind: "gap", isEnabled: true, parameters: [{ name: "hours", value: 0 }], origin: "default" }, { kind: "flatline", isEnabled: true, parameters: [{ name: "hours", value: 12 }], origin: "quantity" }],
};

test("sends of the rules only those that are set for the target itself", async () => {
    const drafts = draftsOf(rules.rules as Parameters<typeof draftsOf>[0], "quantity");
    assert.deepEqual(ownRules(drafts), [{ kind: "flatline", isEnabled: true, parameters: [{ name: "hours", value: 12 }] }]);
    assert.match(parameterFault({ ...drafts[1]!, parameters: { hours: "0.1" } }, "hours") ?? "", /0\.5 to 8784/);
    assert.equal(parameterFault({ ...drafts[1]!, parameters: { hours: "" } }, "hours"), "Needed");
    const settings = { isEstimating: true, zonesNotEstimated: [], linearHours: 2, longestHours: 72, graceHours: 24, lateMinutes: 60 };
    const sent = serve({ ...base, "/validation-rules": { body: rules }, "PUT /validation-rules": { body: rules }, "/estimation-settings": { body: settings } });
    const page = await open("/data/rules");
    const [gap] = [...page.querySelectorAll('[data-testid="rules"] > li')];
    assert.match(text(gap ?? null), /Gap.*as shipped/);
    await enter(gap?.querySelector('input[inputmode="decimal"]'), "1");
    assert.match(text(gap ?? null), /set for the quantity/);
    await run(() => button(page, /Save the rules/).click());
    assert.deepEqual(sent[0], { method: "PUT", path: "/validation-rules?quantity=activeEnergyImport", body: {
        rules: [{ kind: "gap", isEnabled: true, parameters: [{ name: "hours", value: 1 }] }, { kind: "flatline", isEnabled: true, parameters: [{ name: "hours", value: 12 }] }],
    } });
});
