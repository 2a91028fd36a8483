import assert from "node:assert/strict";
import { test } from "node:test";
import { formatEnergy, lossShares } from "../src/data/balance/balanceText";
import { lossScale } from "../src/data/balance/LossBar";
import { cleaned, emptyMapping, mappingFault, roleOf } from "../src/data/import/mapping";
import { formatBytes } from "../src/format/bytes";
import { epoch, epochOfInput, inputOf } from "../src/format/time";
import { qualityAt, qualityCounts, qualitySpans } from "../src/series/qualityText";
import type { BalanceFigures, Readings } from "../src/api/types";

test("reads and writes the city's wall clock in a form, also on the days the clock changes", () => {
    const zone = "America/Los_Angeles";
    assert.equal(inputOf(zone, epoch("2026-11-24T02:45:00Z")), "2026-11-23T18:45");
    assert.equal(epochOfInput(zone, "2026-11-23T18:45"), epoch("2026-11-24T02:45:00Z"));
    assert.equal(epochOfInput(zone, "2026-03-08T03:30"), epoch("2026-03-08T10:30:00Z"));
    assert.equal(epochOfInput(zone, "2026-11-01T01:30"), epoch("2026-11-01T08:30:00Z"));
    assert.equal(epochOfInput(zone, ""), null);
});

test("tells what is missing of a mapping, and what each column is taken for", () => {
    assert.match(mappingFault(emptyMapping()) ?? "", /column of the times/);
    const long = { ...emptyMapping(), start: "t", series: "meter", value: "kwh" };
    assert.equal(mappingFault(long), null);
    assert.match(mappingFault({ ...long, value: "t" }) ?? "", /one thing only/);
    assert.deepEqual(["t", "meter", "kwh", "note"].map((column) => roleOf(column, long)), ["start", "series", "value", null]);
    const wide = { ...long, layout: "wide" as const };
    assert.equal(roleOf("note", wide), "a series");
    assert.match(mappingFault({ ...wide, columns: ["t"] }) ?? "", /with values/);
    assert.equal(cleaned(wide).series, null);
    assert.equal(cleaned({ ...long, columns: ["a"] }).columns, null);
});

test("shows losses in percent of the input, and none where nothing was measured", () => {
    const figures = { inputKWh: 200, lossesKWh: 20, uncertaintyKWh: 5, technicalLowKWh: 2, technicalHighKWh: 16 } as BalanceFigures;
    assert.deepEqual(lossShares(figures), { loss: 10, plusMinus: 2.5, low: 1, high: 8 });
    assert.equal(lossShares({ ...figures, inputKWh: null }), null);
    assert.deepEqual(lossScale([{ ...figures, lossesKWh: -60 }, figures]), { from: -32.5, to: 12.5 });
    assert.equal(formatEnergy(12_345), "12.3\u00a0MWh");
    assert.equal(formatEnergy(null), "–");
    assert.equal(formatBytes(3_400_000), "3.4\u00a0MB");
});

test("marks what was not measured, and names its quality at each reading", () => {
    const readings = {
        qualities: ["measured", "estimated", "substituted", "calculated", "edited"], columns: { start: [0, 900, 1800], value: [1, 2, 3], quality: [0, 1, 4] },
        marked: [{ from: "1970-01-01T00:15:00Z", to: "1970-01-01T00:30:00Z", quality: "estimated", readings: 1 }, { from: "1970-01-01T00:30:00Z", to: "1970-01-01T00:45:00Z", quality: "edited", readings: 1200 }],
    } as Readings;
    assert.deepEqual(qualitySpans(readings).map(({ from, to, label, pattern }) => [from, to, label, pattern]), [[900, 1800, "Estimated", "solid"], [1800, 2700, "Edited by hand", "dotted"]]);
    assert.equal(qualityCounts(readings), "1 estimated, 1,200 edited by hand");
    assert.deepEqual([0, 900, 1800, 2700].map(qualityAt(readings)), ["Measured", "Estimated", "Edited by hand", ""]);
});
