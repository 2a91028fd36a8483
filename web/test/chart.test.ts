import assert from "node:assert/strict";
import { test } from "node:test";
import { align, withGaps } from "../src/chart/align";
import { forecastQuery, panned, pointsFor, rangeFromQuery, rangeToQuery, shortestRange, zoomed } from "../src/chart/range";
import { tickLabel, timeTicks } from "../src/chart/timeAxis";
import { epoch, isoUTC } from "../src/format/time";

const zone = "America/Los_Angeles";
const hour = 3600;

test("puts lines of different times on one axis, with nulls where a line is silent", () => {
    const aligned = align([{ start: [0, 10, 20], value: [1, 2, 3] }, { start: [10, 15], value: [7, null] }]);
    assert.deepEqual(aligned, { start: [0, 10, 15, 20], columns: [[1, 2, null, 3], [null, 7, null, null]] });
});

test("cuts a line at a gap, and a downsampled line only where the server says so", () => {
    assert.deepEqual(withGaps({ start: [0, 3600, 10800], value: [1, 2, 3] }, hour, false), { start: [0, 3600, 7200, 10800], value: [1, 2, null, 3] });
    assert.deepEqual(withGaps({ start: [0, 36000], value: [1, 2] }, hour, true).value, [1, 2]);
    assert.deepEqual(withGaps({ start: [0, 36000], value: [1, 2] }, hour, true, [{ from: 3600, to: 36000 }]).value, [1, null, 2]);
});

test("asks for two points a pixel in coarse steps within the API's bounds", () => {
    assert.equal(pointsFor(900), 2000);
    assert.equal(pointsFor(900), pointsFor(960));
    assert.equal(pointsFor(4000, 2), 5000);
    assert.equal(pointsFor(20), 500);
});

test("reads the range from the URL and falls back from nonsense", () => {
    const now = epoch("2026-11-23T09:00:00Z");
    const range = { from: now - 10 * hour, to: now };
    const query = new URLSearchParams(Object.entries(rangeToQuery(range)).filter((entry): entry is [string, string] => entry[1] !== null));
    assert.deepEqual(rangeFromQuery(query, now, "48h"), { range, preset: null });
    assert.equal(rangeFromQuery(new URLSearchParams("from=never&to=2026-01-01"), now, "48h").preset, "48h");
    assert.equal(rangeFromQuery(new URLSearchParams("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"), now, "7d").preset, "7d");
    assert.equal(rangeFromQuery(new URLSearchParams("range=30d"), now, "48h").range.from, now - 30 * 24 * hour);
});

test("never zooms in below three hours, and moves without changing the span", () => {
    const narrow = zoomed({ from: 0, to: 4 * hour }, 0.1);
    assert.equal(narrow.to - narrow.from, shortestRange);
    assert.deepEqual(panned({ from: 0, to: 100 }, 0.5), { from: 50, to: 150 });
});

test("asks for at most 14 days of past forecasts, and for those of the time shown", () => {
    const now = epoch("2026-11-23T09:00:00Z");
    assert.deepEqual(forecastQuery({ from: now - 365 * 24 * hour, to: now + 24 * hour }, now), { at: null, past: 336 });
    assert.deepEqual(forecastQuery({ from: now - 100 * hour, to: now - 50 * hour }, now), { at: isoUTC(now - 50 * hour), past: 50 });
});

test("ticks at full local hours and midnights across the change to winter time", () => {
    const from = epoch("2026-10-31T07:00:00Z");
    const ticks = timeTicks(zone, from, from + 3 * 24 * hour, 3);
    assert.deepEqual(ticks.map(isoUTC), ["2026-10-31T07:00:00Z", "2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z"]);
    assert.equal(tickLabel(zone, ticks[2] ?? 0, 25 * hour), "2 Nov");
    const quarter = timeTicks(zone, from + 24 * hour, from + 48 * hour, 5).map((tick) => tickLabel(zone, tick, 6 * hour));
    assert.deepEqual(quarter, ["1 Nov", "06:00", "12:00", "18:00"]);
});
