import { button, close, enter, open, run, serve } from "./support/page";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { city, zone } from "./support/fixtures";

const series = { id: 3, name: "Meter 3", externalName: "m3", assetKind: "load_point", assetId: 3, assetName: "LP 3", zoneId: 1, quantity: "activeEnergyImport", unit: "kWh", intervalSeconds: 900, isDerived: false, firstReadingAt: null, lastReadingAt: null, readingCount: 0 };
const base = { "/city": { body: city }, "/zones": { body: { asOf: city.clock.now, zones: [zone] } }, "/series": { body: { series: [series], nextCursor: null } }, "/series/3": { body: series } };
const text = (node: Element | null) => (node?.textContent ?? "").replace(/\u00a0/g, " ");

afterEach(close);

const upload = {
    id: "9f1c03d2a47be865", name: "meters.csv", format: "csv", sizeBytes: 1_048_576, receivedAt: "2026-11-23T09:00:00Z", expiresAt: "2026-11-24T09:00:00Z", state: "received", jobId: null, report: null,
    guess: { columns: ["meter", "start", "kwh"], rows: [["LP-15", "2026-11-23T08:00:00Z", "98.125"]], mapping: { layout: "long", start: "start", columns: null, series: "meter", value: "kwh", quality: null, unit: "kWh", decimalComma: false, timeZone: null, delimiter: "comma", dateFormat: "iso", encoding: "utf-8" }, unclear: [] },
};
const report = {
    columns: ["meter", "start", "kwh"], preview: [], rows: 2, readings: 1, emptyValues: 0, faultCount: 1, faults: [{ line: 3, column: "kwh", reason: "Not a number." }], warningCount: 1, warnings: [{ line: 2, message: "taken as the first one" }], seriesCount: 1,
    series: [{ name: "LP-15", seriesId: null, readings: 1, first: "2026-11-23T08:00:00Z", last: "2026-11-23T08:00:00Z" }], isWholeFile: false, stored: null,
};
const job = { id: 12, kind: "uploads.import", state: "succeeded", progress: 1, message: "Stored", createdAt: "2026-11-23T09:00:00Z", startedAt: null, finishedAt: null, attempt: 1, maxAttempts: 3, error: null };

test("says that no file was sent yet, and lists those that were", async () => {
    serve({ ...base, "/uploads": { body: { uploads: [] } } });
    assert.match(text(await open("/data/import")), /Drop a CSV or Green Button file here.*No file was sent yet/);
    serve({ ...base, "/uploads": { body: { uploads: [{ ...upload, state: "faulty", report }] } } });
    assert.match(text((await open("/data/import")).querySelector('[data-testid="uploads"]')), /meters\.csv.*Faulty.*1\.0 MB/);
});

test("tries the proposed mapping out at once and shows each fault by its line", async () => {
    const sent = serve({ ...base, "/uploads/9f": { body: upload }, "POST /uploads/9f1c03d2a47be865/preview": { body: report } });
    const page = await open("/data/import/9f1c03d2a47be865");
    assert.deepEqual(sent.map(({ method, path }) => `${method} ${path}`), ["POST /uploads/9f1c03d2a47be865/preview"]);
    assert.match(text(page.querySelector('[data-testid="faults"]')), /3kwhNot a number\./);
    assert.match(text(page.querySelector('[data-testid="file-series"]')), /LP-15.*would be registered/);
    assert.match(text(page.querySelector('[data-testid="first-lines"]')), /meter series.*start start.*kwh value/);
    // The faults of a preview are not kept, so there is no file of them.
    assert.equal(page.querySelector('a[href$="/faults"]'), null);
});

test("imports with the mapping that was chosen, and tells what was stored when the job has ended", async () => {
    const done = { ...upload, state: "imported", report: { ...report, faultCount: 0, faults: [], isWholeFile: true, stored: { received: 2, inserted: 1, unchanged: 1, revised: 0 } } };
    const answers: Parameters<typeof serve>[0] = { ...base, "/uploads": { body: { uploads: [] } }, "/uploads/9f": { body: upload }, "/jobs/12": { body: job }, "POST /uploads/9f1c03d2a47be865/preview": { body: report }, "POST /uploads/9f1c03d2a47be865/import": { status: 202, body: { jobId: 12 } } };
    const sent = serve(answers);
    const page = await open("/data/import/9f1c03d2a47be865");
    await enter([...page.querySelectorAll("select")].find((select) => text(select).includes("As each series is stored")), "MWh");
    answers["/uploads/9f"] = { body: done };
    await run(() => button(page, /^Import/).click());
    assert.deepEqual(sent[sent.length - 1]?.body, { mapping: { ...upload.guess.mapping, unit: "MWh" }, dryRun: false });
    assert.match(text(page.querySelector('[data-testid="upload-state"]')), /Imported.*1 new, 0 revised, 1 as they were/);
    assert.equal(page.querySelector('[data-testid="first-lines"]'), null);
});

test("offers an export only when it says which series, and asks before it downloads", async () => {
    serve(base);
    const page = await open("/data/export");
    assert.ok(button(page, /Download/).disabled);
    assert.match(text(page), /Choose a zone, a quantity or some series/);
    await enter(page.querySelector("select"), "1");
    assert.match(window.location.search, /zone=1/);
    assert.match(text(page), /1 series, up to 672 readings/);
    assert.match(text(page.querySelector('[data-testid="export-address"]')), /zoneId=1&from=2026-11-16T08%3A00%3A00Z&to=2026-11-23T08%3A00%3A00Z/);
    serve({ ...base, "/exports/readings": { status: 503, body: { title: "Not now", status: 503, detail: "Four exports are being written.", requestId: "r-9" } } });
    await run(() => button(page, /Download/).click());
    assert.match(text(page.querySelector('[role="alert"]')), /Four exports are being written.*r-9/);
});

const figures = {
    start: "2026-11-16T09:00:00Z", end: "2026-11-23T09:00:00Z", hours: 168, coveredHours: 168, importKWh: 1000, exportKWh: 0, consumptionKWh: 800, generationKWh: 0, inputKWh: 1000, outputKWh: 800, lossesKWh: 200,
    lossesPercent: 20, uncertaintyKWh: 15, technicalLowKWh: 10, technicalHighKWh: 90, estimatedKWh: 0, estimatedMeters: 0, missingMeters: 1, verdict: "lossesTooHigh", explanation: "20 % are lost where at most 9 % are plausible.",
};

test("says what to do where nothing is measured at the boundary, and shows no losses", async () => {
    serve({ ...base, "/balances": { body: { balances: [], nextCursor: null, from: figures.start, to: figures.end, withoutBalance: [] } } });
    const page = text(await open("/data/balance"));
    assert.match(page, /No feeder has a measurement at its boundary.*Make a series for it/);
    assert.doesNotMatch(page, /0\.0 %/);
});

test("ranks areas with their uncertainty and the verdict in words", async () => {
    const area = { kind: "feeder", id: 7, name: "Feeder 7" };
    const balance = { area, boundarySeries: [9], meters: 12, noLoadLossKW: 1, limitPercent: 8, total: figures };
    serve({ ...base, "/balances": { body: { balances: [balance], nextCursor: null, from: figures.start, to: figures.end, withoutBalance: [{ kind: "feeder", id: 8, reason: "It is fed another way as well." }] } }, "/balance?": { body: { ...balance, resolution: "day", parts: [] } },
        "/balance/hints": { body: { area, from: figures.start, to: figures.end, neighbours: [], meters: 12, metersTried: 12, hints: [{ seriesId: 3, seriesName: "Meter 3", countedIn: area, kind: "foreign", belongsTo: null, factor: null, slope: -1, standardError: 0.1, slopeThere: null, probability: 0.00001, hours: 600, explanation: "None of it flows here." }] } } });
    const page = await open("/data/balance");
    assert.match(text(page.querySelector('[data-testid="balances"]')), /Feeder 7.*Losses too high.*at most 9 %.*20\.0 % ± 1\.5 %.*168 of 168/);
    assert.match(text(page), /It is fed another way/);
    await run(() => (page.querySelector('[data-testid="balances"] a') as HTMLAnchorElement).click());
    assert.match(text(page.querySelector('[data-testid="verdict"]')), /Losses too high/);
    assert.match(text(page.querySelector('[data-testid="hints"]')), /Meter 3.*Not of this area.*None of it flows here.*< 0\.01 %/);
});

const connector = { name: "openaq", isEnabled: false, standing: "disabled", lastAttemptAt: null, lastSuccessAt: null, lastReport: null, lastError: null, nextAttemptAt: null, failures: 0, callsToday: 0, dailyCalls: 1000, intervalSeconds: 3600, backfillDays: 7, radiusKm: 25, baseUrl: "https://api.openaq.org", hasOwnKey: false };

test("turns a connector on, shows its last error and refuses settings out of range", async () => {
    const answers: Parameters<typeof serve>[0] = { ...base, "/connectors": { body: { connectors: [connector] } }, "PUT /connectors/openaq": { body: connector } };
    const sent = serve(answers);
    const page = await open("/data/connectors");
    assert.match(text(page), /OpenAQ.*Off.*0 of 1,000/);
    assert.ok(button(page, /Poll OpenAQ/).disabled);
    answers["/connectors"] = { body: { connectors: [{ ...connector, isEnabled: true, standing: "suspended", failures: 3, lastError: "The key was refused (401)." }] } };
    await run(() => button(page, /Turn OpenAQ on/).click());
    assert.deepEqual(sent, [{ method: "PUT", path: "/connectors/openaq", body: { isEnabled: true } }]);
    assert.match(text(page), /Suspended.*3 in a row.*The key was refused/);
    await run(() => button(page, /Settings of OpenAQ/).click());
    const dialog = page.querySelector("dialog") as HTMLElement;
    await enter(dialog.querySelector("input"), "5");
    assert.match(text(dialog), /whole number from 15 to 1440/);
    assert.ok(button(dialog, /Save/).disabled);
});

test("shows what a run would delete before it deletes, and only by the policy that is saved", async () => {
    const kept = { rawMonths: null, revisionMonths: null, hourlyMonths: null, dailyMonths: null, forecastMonths: null, anomalyMonths: null, closedBefore: null };
    const table = { table: "anomalies", before: "2026-10-23T07:00:00Z", rows: 41, bytes: 5000, first: "2026-01-01T00:00:00Z", last: "2026-10-20T00:00:00Z" };
    const answers: Parameters<typeof serve>[0] = { ...base, "/retention": { body: kept }, "POST /retention/preview": { body: { closedBefore: null, tables: [table] } }, "PUT /retention": { body: { ...kept, anomalyMonths: 1 } }, "POST /retention/run": { status: 202, body: job }, "/jobs/12": { body: job } };
    const sent = serve(answers);
    const page = await open("/data/retention");
    assert.match(text(page), /everything is kept for ever/);
    await enter(page.querySelectorAll("input")[5], "1");
    await run(() => button(page, /would delete/).click());
    assert.match(text(page.querySelector('[data-testid="retention"]')), /Anomalies.*41.*5\.0 kB/);
    assert.ok(button(page, /Delete it now/).disabled);
    answers["/retention"] = { body: { ...kept, anomalyMonths: 1 } };
    await run(() => button(page, /Save the policy/).click());
    await run(() => button(page, /Delete it now/).click());
    assert.match(text(page.querySelector("dialog")), /41 rows are deleted.*cannot be taken back/);
    await run(() => button(page.querySelector("dialog") as HTMLElement, /Delete 41 rows/).click());
    assert.deepEqual(sent.map(({ method, path }) => `${method} ${path}`), ["POST /retention/preview", "PUT /retention", "POST /retention/run"]);
    assert.match(text(page), /Deleting what is no longer kept: succeeded/);
});

test("shows a failing list of the Data area with its words and a way to try again", async () => {
    for (const [path, api] of [["/data/import", "/uploads"], ["/data/balance", "/balances"], ["/data/connectors", "/connectors"], ["/data/retention", "/retention"]] as const) {
        serve({ ...base, [api]: { status: 503, body: { title: "Not available", status: 503, detail: "The database is busy.", requestId: "r-77" } } });
        assert.match(text((await open(path)).querySelector('[role="alert"]')), /busy.*r-77.*Try again/, path);
    }
});
