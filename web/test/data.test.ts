import assert from "node:assert/strict";
import { test } from "node:test";
import "./support/browser";
import { client } from "../src/api/client";
import { formatEnergy, lossShares } from "../src/data/balance/balanceText";
import { lossScale } from "../src/data/balance/LossBar";
import { exportFault, exportInput, readingsExpected, type ExportRequest } from "../src/data/export/exportRequest";
import { cleaned, emptyMapping, mappingFault, roleOf } from "../src/data/import/mapping";
import { draftFaults, draftOf, isSame, policyOf } from "../src/data/retention/retentionText";
import { formatBytes } from "../src/format/bytes";
import { epoch, epochOfInput, inputOf } from "../src/format/time";
import { qualityAt, qualityCounts, qualitySpans } from "../src/series/qualityText";
import type { BalanceFigures, Readings, Series } from "../src/api/types";

const request: ExportRequest = {
    series: [], zoneId: 3, quantity: "netLoad", from: epoch("2026-11-16T08:00:00Z"), to: epoch("2026-11-23T08:00:00Z"),
    format: "csv", layout: "long", resolution: "raw", timeZone: "America/Los_Angeles",
};

const addressOf = (asked: ExportRequest) => client.address("GET /exports/readings", exportInput(asked));

test("asks for an export by zone and quantity, or by the chosen series alone", () => {
    assert.equal(addressOf(request), "/api/v1/exports/readings?zoneId=3&quantity=netLoad&from=2026-11-16T08%3A00%3A00Z&to=2026-11-23T08%3A00%3A00Z&format=csv&layout=long&resolution=raw&timeZone=America%2FLos_Angeles");
    assert.match(addressOf({ ...request, series: [7, 9] }), /^\/api\/v1\/exports\/readings\?series=7%2C9&from=/);
    assert.doesNotMatch(addressOf({ ...request, format: "greenbutton" }), /layout/);
});

test("says what the server would refuse before it is asked", () => {
    assert.equal(exportFault(request, 4), null);
    assert.match(exportFault({ ...request, zoneId: null, quantity: null }, null) ?? "", /Choose a zone/);
    assert.match(exportFault({ ...request, to: request.from }, 4) ?? "", /must end after/);
    assert.match(exportFault({ ...request, from: null }, 4) ?? "", /begins and ends/);
    assert.match(exportFault({ ...request, from: (request.to ?? 0) - 3661 * 86_400 }, 4) ?? "", /3660 days/);
    assert.match(exportFault({ ...request, layout: "wide" }, 257) ?? "", /256 series/);
    assert.equal(exportFault({ ...request, layout: "wide", format: "greenbutton" }, 257), null);
    assert.match(exportFault(request, 0) ?? "", /No series fits/);
});

test("counts the readings of an export by interval and resolution", () => {
    const series = [{ intervalSeconds: 900 }, { intervalSeconds: 3600 }] as Series[];
    assert.equal(readingsExpected(series, request), 7 * 96 + 7 * 24);
    assert.equal(readingsExpected(series, { ...request, resolution: "day" }), 14);
});

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
    assert.match(mappingFault(long, ["dateFormat"]) ?? "", /day or the month/);
    assert.equal(mappingFault({ ...long, dateFormat: "dayFirst" }, ["dateFormat"]), null);
    assert.match(mappingFault({ ...long, value: "t" }) ?? "", /one thing only/);
    assert.deepEqual(["t", "meter", "kwh", "note"].map((column) => roleOf(column, long)), ["start", "series", "value", null]);
    const wide = { ...long, layout: "wide" as const };
    assert.equal(roleOf("note", wide), "a series");
    assert.match(mappingFault({ ...wide, columns: ["t"] }) ?? "", /with values/);
    assert.equal(cleaned(wide).series, null);
    assert.equal(cleaned({ ...long, columns: ["a"] }).columns, null);
});

test("never keeps figures for less long than what they are made of", () => {
    const kept = { rawMonths: null, revisionMonths: null, hourlyMonths: null, dailyMonths: null, forecastMonths: null, anomalyMonths: null };
    const draft = draftOf(kept);
    assert.deepEqual(draftFaults(draft), {});
    assert.deepEqual(policyOf(draft), kept);
    assert.match(draftFaults({ ...draft, rawMonths: "3" }).rawMonths ?? "", /from 4/);
    assert.match(draftFaults({ ...draft, hourlyMonths: "12" }).hourlyMonths ?? "", /as readings/);
    assert.deepEqual(draftFaults({ ...draft, rawMonths: "12", hourlyMonths: "12" }), {});
    assert.match(draftFaults({ ...draft, revisionMonths: "1.5" }).revisionMonths ?? "", /whole number/);
    assert.ok(isSame(policyOf({ ...draft, rawMonths: "24" }), { rawMonths: 24 }));
    assert.ok(!isSame(policyOf(draft), { rawMonths: 24 }));
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
