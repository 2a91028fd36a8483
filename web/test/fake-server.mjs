// A TEST FIXTURE, never shipped: serves web/dist and made-up, deterministic answers of the API for screens and browser tests.
// node test/fake-server.mjs [port] [--empty] [--failing] [--dead-models]
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const port = Number(process.argv.find((value) => /^\d+$/.test(value)) ?? 8099);
const isEmpty = process.argv.includes("--empty");
const isFailing = process.argv.includes("--failing");
const hour = 3600;
const speed = 60;
const bootCity = Date.parse("2026-11-23T01:12:40Z") / 1000;
const bootReal = Date.now();
const now = () => bootCity + ((Date.now() - bootReal) / 1000) * speed;
const hourNow = () => Math.floor(now() / hour) * hour;
const iso = (seconds) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/** A hash of numbers to [0, 1): the same on every run. */
const noise = (...keys) => {
    let state = 2166136261;
    for (const key of keys) {
        state = Math.imul(state ^ (key | 0), 0x85ebca6b);
        state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
        state ^= state >>> 16;
    }
    return (state >>> 0) / 4294967296;
};

const names = ["North Ridge", "Sierra Heights", "Foothill", "Civic Centre", "Southgate", "Jurupa Hills", "Steelworks", "Palmetto", "Summit Ave", "Airport Fields"];
const centre = [-117.435, 34.092];
const sites = names.map((_, index) => {
    const angle = index === 0 ? 0 : (index - 1) / 9 * Math.PI * 2;
    const radius = index === 0 ? 0 : 0.036 + 0.012 * noise(index, 7);
    return [centre[0] + Math.cos(angle) * radius * 1.25, centre[1] + Math.sin(angle) * radius];
});
const frame = [[-0.085, -0.062], [0.08, -0.066], [0.088, 0.055], [0.01, 0.068], [-0.088, 0.05]].map(([x, y]) => [centre[0] + x, centre[1] + y]);
const polygons = sites.map((site, index) => {
    let polygon = frame;
    sites.forEach((other, at) => {
        if (at === index) return;
        const middle = [(site[0] + other[0]) / 2, (site[1] + other[1]) / 2];
        const side = (point) => (point[0] - middle[0]) * (other[0] - site[0]) + (point[1] - middle[1]) * (other[1] - site[1]);
        polygon = polygon.flatMap((point, corner) => {
            const next = polygon[(corner + 1) % polygon.length];
            const a = side(point), b = side(next);
            const cut = [point[0] + (next[0] - point[0]) * (a / (a - b)), point[1] + (next[1] - point[1]) * (a / (a - b))];
            return a <= 0 ? (b <= 0 ? [point] : [point, cut]) : b <= 0 ? [cut] : [];
        });
    });
    return [...polygon, polygon[0]];
});

const capacity = (id) => 2600 + Math.round(noise(id, 1) * 30) * 100;
const loadAt = (id, time) => {
    const local = (((time - 8 * hour) / hour) % 24 + 24) % 24;
    const shape = 0.32 + 0.16 * Math.exp(-((local - 8) ** 2) / 8) + 0.36 * Math.exp(-((local - 19) ** 2) / 10) - 0.14 * Math.exp(-((local - 13) ** 2) / 9);
    const season = 1 + 0.16 * Math.cos(((time / 86400) % 365) / 365 * Math.PI * 2);
    return capacity(id) * shape * season * (0.55 + 0.75 * noise(id, 2)) * (0.95 + 0.1 * noise(id, time / hour)) * 0.98;
};
const temperatureAt = (time) => 15 + 7 * Math.sin(((time - 16 * hour) / hour / 24) * Math.PI * 2) + 6 * Math.sin(time / 86400 / 58) + noise(3, time / hour);
const forecastAt = (id, time, salt) => {
    const p50 = loadAt(id, time) * (0.96 + 0.08 * noise(id, time / hour, salt));
    return { p10: p50 * 0.91, p50, p90: p50 * 1.1 };
};
const live = (id) => {
    const at = hourNow() - hour;
    const loadKW = loadAt(id, at) * (1 + 0.01 * Math.sin(now() / 300));
    const peaks = Array.from({ length: 24 }, (_, step) => ({ at: hourNow() + step * hour, ...forecastAt(id, hourNow() + step * hour, 1) }));
    const top = peaks.reduce((best, item) => (item.p50 > best.p50 ? item : best));
    return { id, loadKW, consumptionKW: loadKW * 1.14, generationKW: loadKW * 0.14, loadAt: iso(at), loading: loadKW / capacity(id), quality: "calculated",
        nextPeak: { at: iso(top.at), p10: top.p10, p50: top.p50, p90: top.p90, loading90: top.p90 / capacity(id) } };
};
const zone = (id) => ({
    ...live(id), code: `Z${String(id).padStart(2, "0")}`, name: names[id - 1], population: 8000 + Math.round(noise(id, 3) * 24000), priority: 1 + (id % 3),
    criticalSites: id % 3 === 1 ? [{ name: "Fixture Hospital", kind: "hospital", location: [sites[id - 1][0] + 0.006, sites[id - 1][1] - 0.007] }] : [],
    capacityKW: capacity(id), feederIds: [id], completeness24h: id === 5 ? 0.958 : 1, anomalies7d: id % 4, centroid: sites[id - 1],
});
const ids = isEmpty ? [] : names.map((_, index) => index + 1);
const kinds = ["spike", "dropout", "stuck", "shift", "theft", "unusual"];
const anomalies = isEmpty ? [] : Array.from({ length: 320 }, (_, index) => {
    const id = 320 - index;
    const zoneId = 1 + Math.floor(noise(id, 4) * 10);
    const start = Math.floor(bootCity / hour) * hour - hour * (5 + index * 9);
    const isZone = id % 3 === 0;
    const expected = isZone ? loadAt(zoneId, start) : 40 + noise(id, 5) * 40;
    return { id, seriesId: isZone ? zoneId * 10 : 1000 + zoneId, seriesName: isZone ? `Net load of ${names[zoneId - 1]}` : `Meter LP ${zoneId}`, assetKind: isZone ? "zone" : "load_point",
        assetId: zoneId, assetName: isZone ? names[zoneId - 1] : `LP ${100 + zoneId}`, zoneId, start: iso(start), end: iso(start + hour * (2 + (id % 5))), kind: kinds[id % 6],
        score: 4 + noise(id, 6) * 9, threshold: 3.4, actual: expected * (id % 2 ? 1.6 : 0.3), expected, expectedLow: expected * 0.85, expectedHigh: expected * 1.15, unit: isZone ? "kW" : "kWh",
        reason: "Fixture: the value left the range expected for the hour, the day and the temperature.", modelId: 2, detectedAt: iso(start + 6 * hour) };
});
const seriesOf = (id) => {
    if (id === 500) return { name: "Temperature at the weather station", assetKind: "weather_station", assetId: 1, assetName: "Weather station", zoneId: null, quantity: "temperature", unit: "°C", isDerived: false };
    if (id > 1000) return { name: `Meter LP ${id - 1000}`, assetKind: "load_point", assetId: id - 1000, assetName: `LP ${id - 1000 + 100}`, zoneId: 1 + ((id - 1001) % 10), quantity: "activeEnergyImport", unit: "kWh", isDerived: false };
    return { name: `Net load of ${names[id / 10 - 1]}`, assetKind: "zone", assetId: id / 10, assetName: names[id / 10 - 1], zoneId: id / 10, quantity: "netLoad", unit: "kW", isDerived: true };
};
const series = (id) => ({ id, ...seriesOf(id), externalName: `fixture-${id}`, intervalSeconds: hour, firstReadingAt: iso(bootCity - 310 * 86400), lastReadingAt: iso(hourNow() - hour), readingCount: 7440 });
const allSeries = isEmpty ? [] : [...ids.map((id) => id * 10), 500, ...Array.from({ length: 139 }, (_, index) => 1001 + index)];
const valueOf = (id, time) => (id === 500 ? temperatureAt(time) : id > 1000 ? loadAt(1 + ((id - 1001) % 10), time) / 14 * (0.7 + 0.6 * noise(id, time / hour)) : loadAt(id / 10, time));
const readings = (id, query) => {
    const to = Math.min(query.get("to") ? Date.parse(query.get("to")) / 1000 : now(), hourNow());
    const from = Math.max(query.get("from") ? Date.parse(query.get("from")) / 1000 : to - 7 * 86400, bootCity - 310 * 86400);
    const points = Number(query.get("points") ?? 2000);
    const all = [];
    for (let time = Math.ceil(from / hour) * hour; time < to; time += hour) if (!(id === 1003 && noise(Math.floor(time / hour / 9), 9) < 0.06)) all.push(time);
    const step = Math.max(1, Math.ceil(all.length / points));
    const start = all.filter((_, index) => index % step === 0);
    const value = start.map((time) => Math.round(valueOf(id, time) * 1000) / 1000);
    const gaps = [];
    if (id === 1003) for (let index = 1; index < all.length; index += 1) if (all[index] - all[index - 1] > hour) gaps.push({ from: iso(all[index - 1] + hour), to: iso(all[index]), missing: (all[index] - all[index - 1]) / hour - 1 });
    return { seriesId: id, unit: series(id).unit, intervalSeconds: hour, from: iso(from), to: iso(to), sourceCount: all.length, isDownsampled: step > 1,
        columns: { start, value, quality: start.map((time) => (id === 1005 && noise(time / hour, 8) < 0.1 ? 1 : id > 1000 ? 0 : 3)) }, qualities: ["measured", "estimated", "substituted", "calculated", "edited"], gaps: gaps.slice(0, 200),
        summary: { min: value.length ? Math.min(...value) : null, max: value.length ? Math.max(...value) : null, mean: value.length ? value.reduce((a, b) => a + b) / value.length : null, sum: null, last: value.at(-1) ?? null } };
};
const forecast = (id, query) => {
    const at = query.get("at") ? Math.floor(Date.parse(query.get("at")) / 1000 / hour) * hour : hourNow();
    const past = Number(query.get("past") ?? 48);
    const target = (start) => ({ start: iso(start), ...forecastAt(id, start, 1) });
    return { zoneId: id, unit: "kW", intervalSeconds: hour, run: { id: 77, issuedAt: iso(at), modelId: 1, modelName: "LSTM day-ahead", modelKind: "forecast.lstm", version: "3", isFallback: false, fallbackReason: null, trigger: "rolling" },
        points: Array.from({ length: 24 }, (_, step) => target(at + step * hour)),
        baseline: { name: "seasonal naive (168 h)", points: Array.from({ length: 24 }, (_, step) => ({ start: iso(at + step * hour), value: loadAt(id, at + (step - 168) * hour) })) },
        past: Array.from({ length: past }, (_, step) => ({ ...target(at - (past - step) * hour), issuedAt: iso(at - 86400) })),
        score: { windowHours: past, scoredHours: past, mae: 61, nmaePercent: 4.1, coverage80Percent: 78, baselineMae: 84, skillPercent: id === 2 ? -6.4 : 27.4 } };
};
const model = (id) => ({ id, kind: id === 2 ? "anomaly.autoencoder" : "forecast.lstm", name: id === 2 ? "Autoencoder" : "LSTM day-ahead", version: id === 3 ? "2" : "3", status: id === 3 ? "retired" : "champion",
    createdAt: iso(bootCity - 86400), trainedFrom: iso(bootCity - 300 * 86400), trainedTo: iso(bootCity - 40 * 86400), heldOutFrom: iso(bootCity - 40 * 86400), heldOutTo: iso(bootCity - 86400), dataHash: "sha256:fixture", codeVersion: "fixture", seed: 42,
    parameterCount: 24840, trainingSeconds: 412, lossCurve: Array.from({ length: 24 }, (_, epoch) => ({ epoch: epoch + 1, training: 0.05 + 0.2 * Math.exp(-epoch / 5), validation: 0.07 + 0.18 * Math.exp(-epoch / 5) + (epoch > 18 ? (epoch - 18) * 0.002 : 0) })),
    scores: id === 2 ? [{ name: "ROC-AUC, injected faults", unit: "", model: 0.94, baseline: 0.81, baselineName: "3-sigma by hour", betterIs: "higher", target: null }]
        : [{ name: "MAE", unit: "kW", model: 63.2, baseline: 84.9, baselineName: "seasonal naive (168 h)", betterIs: "lower", target: null },
            { name: "Coverage of P10–P90", unit: "%", model: 77.4, baseline: null, baselineName: null, betterIs: "closer", target: 80 },
            { name: "Bias at the peak", unit: "kW", model: 31, baseline: 22, baselineName: "seasonal naive (168 h)", betterIs: "lower", target: null }],
    perZone: id === 2 ? [] : ids.map((zoneId) => ({ zoneId, mae: 50 + zoneId * 3, nmaePercent: 3 + zoneId * 0.2, baselineMae: zoneId === 2 ? 52 : 80, baselineNmaePercent: 5.2, coverage80Percent: 76 + zoneId % 5 })) });
const job = (id, more = {}) => ({ id, kind: id % 2 ? "train.forecast" : "detect.anomalies", state: "succeeded", progress: 1, message: "done", createdAt: iso(bootCity - id * 4000), startedAt: iso(bootCity - id * 4000 + 2), finishedAt: iso(bootCity - id * 4000 + 322), attempt: 1, maxAttempts: 1, error: null, ...more });
const running = () => job(9, { state: "running", progress: ((Date.now() - bootReal) / 60000) % 1, message: "epoch 7 of 24", finishedAt: null });
const city = () => ({ id: 1, name: "Fontana (test fixture)", timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD", clock: { now: iso(Math.floor(now())), speed, isReplay: true, latestReadingAt: iso(hourNow() - hour) },
    demo: { title: "Fixture city", notices: [{ title: "Fixture", text: "Made-up numbers for testing screens; nothing here was measured." }], licences: [{ name: "Fixture data", licence: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0", attribution: "UrbanGrid tests" }],
        shiftedByWeeks: 278, sourceStart: "2021-08-01T07:00:00Z", sourceEnd: "2022-07-31T07:00:00Z", replayEndsAt: iso(bootCity + 50 * 86400), faults: [{ asset: "LP 103", kind: "stuck", start: iso(bootCity - 9 * 86400), end: iso(bootCity - 8 * 86400), description: "repeats one value" }] },
    counts: { zones: ids.length, feeders: 10, loadPoints: 139, generators: 102, transformers: 141, lines: 143, series: allSeries.length, readings: 1116000 }, access: { note: "No accounts yet: this server answers on 127.0.0.1 only." } });
const network = () => ({ type: "FeatureCollection", features: [
    ...ids.map((id) => ({ type: "Feature", id: `zone-${id}`, geometry: { type: "Polygon", coordinates: [polygons[id - 1]] }, properties: { kind: "zone", id, code: zone(id).code, name: names[id - 1], zoneId: id, feederId: null } })),
    ...ids.flatMap((id) => Array.from({ length: 9 }, (_, index) => {
        const from = index === 0 ? centre : [sites[id - 1][0] + (noise(id, index - 1, 11) - 0.5) * 0.03, sites[id - 1][1] + (noise(id, index - 1, 12) - 0.5) * 0.022];
        const to = [sites[id - 1][0] + (noise(id, index, 11) - 0.5) * 0.03, sites[id - 1][1] + (noise(id, index, 12) - 0.5) * 0.022];
        return { type: "Feature", id: `line-${id * 100 + index}`, geometry: { type: "LineString", coordinates: [from, to] }, properties: { kind: "line", id: id * 100 + index, code: "L", name: "Line", zoneId: id, feederId: id } };
    })),
    { type: "Feature", id: "substation-1", geometry: { type: "Point", coordinates: centre }, properties: { kind: "substation", id: 1, code: "S1", name: "Substation", zoneId: null, feederId: null } } ] });

const paged = (name, all, query, standard) => {
    const limit = Math.min(1000, Number(query.get("limit") ?? standard));
    const offset = Number(query.get("cursor") ?? 0);
    return { [name]: all.slice(offset, offset + limit), nextCursor: offset + limit < all.length ? String(offset + limit) : null };
};
const within = (query) => (item) => (!query.get("zoneId") || item.zoneId === Number(query.get("zoneId"))) && (!query.get("seriesId") || item.seriesId === Number(query.get("seriesId")))
    && (!query.get("from") || item.end > query.get("from")) && (!query.get("to") || item.start < query.get("to"));

function answer(path, query) {
    const [, head, id, tail] = path.split("/");
    const number = Number(id);
    if (path === "/city") return city();
    if (isFailing) return { problem: 503 };
    if (path === "/zones") return { asOf: iso(Math.floor(now())), zones: ids.map(zone) };
    if (head === "zones" && ids.includes(number)) {
        if (tail === "forecast") return forecast(number, query);
        return { ...zone(number), geometry: { type: "Polygon", coordinates: [polygons[number - 1]] }, loadPoints: 14, generators: 10, lines: 15, lengthKm: 12.4, series: { load: number * 10, consumption: number * 10, generation: number * 10 }, weatherSeries: [{ id: 500, quantity: "temperature", unit: "°C", name: "Temperature" }] };
    }
    if (path === "/network") return network();
    if (path === "/series") return paged("series", allSeries.map(series).filter((item) => (!query.get("zoneId") || item.zoneId === Number(query.get("zoneId"))) && (!query.get("assetKind") || item.assetKind === query.get("assetKind")) && (!query.get("quantity") || item.quantity === query.get("quantity"))), query, 100);
    if (head === "series" && allSeries.includes(number)) return tail === "readings" ? readings(number, query) : series(number);
    if (path === "/anomalies") return paged("anomalies", anomalies.filter(within(query)), query, 100);
    if (path === "/models") return { models: isEmpty ? [] : [1, 2, 3].map(model) };
    if (head === "models" && number >= 1 && number <= 3) return model(number);
    if (path === "/jobs") return { jobs: isEmpty ? [] : [running(), ...Array.from({ length: 8 }, (_, index) => job(8 - index, index === 3 ? { state: "failed", error: "Fixture: not enough readings before 2026-01-12", progress: 0.2 } : {}))] };
    return null;
}

function stream(request, response) {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    let seq = Number(request.headers["last-event-id"] ?? 0);
    const send = (event, data) => response.write(`event: ${event}\nid: ${(seq += 1)}\ndata: ${JSON.stringify(data)}\n\n`);
    send("snapshot", { seq, asOf: iso(now()), zones: ids.map(live) });
    const timer = setInterval(() => {
        send("zones", { seq, asOf: iso(now()), zones: ids.map(live) });
        send("clock", { now: iso(Math.floor(now())), speed });
        if (!isEmpty) send("job", running());
    }, 2000);
    request.on("close", () => clearInterval(timer));
}

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".map": "application/json", ".txt": "text/plain" };
createServer((request, response) => {
    const url = new URL(request.url, "http://localhost");
    response.setHeader("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    if (url.pathname === "/api/v1/live/zones") return stream(request, response);
    if (url.pathname.startsWith("/api/v1/")) {
        const body = answer(url.pathname.slice(7), url.searchParams);
        const status = body === null ? 404 : body.problem ?? 200;
        const problem = { type: "about:blank", title: status === 404 ? "Not found" : "Not available", status, detail: status === 404 ? "Nothing is stored under this id." : "Fixture: the database is busy.", instance: url.pathname, requestId: "fixture-0001" };
        response.writeHead(status, { "Content-Type": status === 200 ? "application/json" : "application/problem+json", "X-Request-Id": "fixture-0001" });
        return response.end(JSON.stringify(status === 200 ? body : problem));
    }
    let file = normalize(join(dist, url.pathname));
    if (!file.startsWith(dist) || !existsSync(file) || statSync(file).isDirectory()) file = join(dist, "index.html");
    response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
}).listen(port, "127.0.0.1", () => console.log(`Fixture server at http://127.0.0.1:${port}`));
