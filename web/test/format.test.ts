import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNumber, formatPercent, formatPower, missing, powerScale } from "../src/format/number";
import { epoch, formatClock, formatDateTime, instantOf, isoUTC, startOfDay, utcOffset, zoneAbbreviation } from "../src/format/time";

const zone = "America/Los_Angeles";

test("shows power in kW below a megawatt and in MW from there", () => {
    assert.equal(formatPower(812.4), "812\u00a0kW");
    assert.equal(formatPower(3421), "3.42\u00a0MW");
    assert.equal(formatPower(-1500), "\u22121.50\u00a0MW");
    assert.equal(powerScale(999.9).unit, "kW");
});

test("shows a missing value as a dash, never as zero", () => {
    assert.equal(formatPower(null), missing);
    assert.equal(formatNumber(Number.NaN), missing);
    assert.equal(formatPercent(undefined), missing);
    assert.equal(formatNumber(-0.2), "0");
});

test("shows the city's time, whatever the browser's zone is", () => {
    assert.equal(new Date(0).getTimezoneOffset(), -540);
    assert.equal(formatDateTime(zone, epoch("2026-11-24T02:00:00Z")), "Mon 23 Nov 18:00 PST");
    assert.equal(zoneAbbreviation(zone, epoch("2026-07-01T12:00:00Z")), "PDT");
    assert.equal(formatClock(zone, epoch("2026-11-24T08:00:00Z")), "00:00");
});

test("tells the two hours between one and two apart when the clocks go back", () => {
    const first = epoch("2026-11-01T08:30:00Z");
    assert.equal(formatDateTime(zone, first), "Sun 1 Nov 01:30 PDT");
    assert.equal(formatDateTime(zone, first + 3600), "Sun 1 Nov 01:30 PST");
});

test("knows days of 23 and 25 hours", () => {
    const spring = startOfDay(zone, epoch("2026-03-08T20:00:00Z"));
    assert.equal((startOfDay(zone, spring, 1) - spring) / 3600, 23);
    const autumn = startOfDay(zone, epoch("2026-11-01T20:00:00Z"));
    assert.equal((startOfDay(zone, autumn, 1) - autumn) / 3600, 25);
});

test("finds the instant of a wall time that is skipped or repeated", () => {
    assert.equal(isoUTC(instantOf(zone, 2026, 3, 8, 2)), "2026-03-08T10:00:00Z");
    assert.equal(isoUTC(instantOf(zone, 2026, 11, 1, 1)), "2026-11-01T08:00:00Z");
    assert.equal(utcOffset(zone, epoch("2026-03-08T10:00:00Z")), -7 * 3600);
});
