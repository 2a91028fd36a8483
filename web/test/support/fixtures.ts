export const permissions = [
    "grid.read", "readings.write", "readings.export", "readings.edit", "series.write", "rules.write", "jobs.cancel", "connectors.write", "retention.write",
    "users.read", "users.write", "roles.write", "keys.read", "keys.write", "settings.read", "settings.write", "audit.read", "tenant.delete",
];

/** Somebody who may do everything in one tenant. */
export const me = {
    user: { id: 1, email: "ada@example.org", name: "Ada Ortega", isPlatformOwner: false, hasSecondFactor: false, hasPassword: true },
    tenant: { id: 1, name: "Testville Energy", role: "admin", roleName: "Admin", isActive: true, deleteAfter: null },
    tenants: [{ id: 1, name: "Testville Energy", role: "admin", roleName: "Admin", isActive: true, deleteAfter: null }],
    permissions,
    secondFactorRequired: false,
};

export const city = {
    id: 1, name: "Testville", timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD",
    clock: { now: "2026-11-23T09:12:00Z", speed: 60, isReplay: true, latestReadingAt: "2026-11-23T08:00:00Z" },
    demo: { title: "Demo", notices: [{ title: "Real meters; which household hangs where is ours", text: "From houses." }, { title: "Shown 278 weeks later than measured", text: "By whole weeks." }, { title: "Nine faults", text: "On purpose." }], licences: [], shiftedByWeeks: 278, sourceStart: "2021-08-01T00:00:00Z", sourceEnd: "2022-07-31T00:00:00Z", replayEndsAt: "2027-01-11T00:00:00Z", faults: [] },
    counts: { zones: 1, feeders: 1, loadPoints: 1, generators: 1, transformers: 1, lines: 1, series: 2, readings: 3 },
    access: { note: "No accounts yet: this server answers on 127.0.0.1 only." },
};

export const zone = {
    id: 1, code: "Z01", name: "North", population: 12000, priority: 1, criticalSites: [], capacityKW: 4000, feederIds: [1],
    loadKW: 2500, consumptionKW: 2700, generationKW: 200, loadAt: "2026-11-23T08:00:00Z", loading: 0.625, quality: "calculated",
    completeness24h: 1, nextPeak: { at: "2026-11-24T02:00:00Z", p10: 3000, p50: 3300, p90: 3700, loading90: 0.925 }, anomalies7d: 2, centroid: [-117.4, 34.1],
};

export const zoneDetail = {
    ...zone, geometry: { type: "Polygon", coordinates: [] }, loadPoints: 14, generators: 10, lines: 15, lengthKm: 12.4,
    series: { load: 10, consumption: 11, generation: 12 }, weatherSeries: [],
};

export const forecast = {
    zoneId: 1, unit: "kW", intervalSeconds: 3600,
    run: { id: 7, issuedAt: "2026-11-23T09:00:00Z", modelId: 1, modelName: "LSTM", modelKind: "forecast.lstm", version: "3", isFallback: true, fallbackReason: "no weather", trigger: "rolling" },
    points: [{ start: "2026-11-24T02:00:00Z", p10: 3000, p50: 3300, p90: 3700 }], baseline: { name: "seasonal naive (168 h)", points: [] }, past: [],
    score: { windowHours: 48, scoredHours: 40, mae: 90, nmaePercent: 5, coverage80Percent: 70, baselineMae: 80, skillPercent: -12.5 },
};

export const model = {
    id: 1, kind: "forecast.lstm", name: "LSTM", version: "3", status: "champion", createdAt: "2026-11-22T09:00:00Z", trainedFrom: "2026-01-01T00:00:00Z", trainedTo: "2026-10-01T00:00:00Z",
    heldOutFrom: "2026-10-01T00:00:00Z", heldOutTo: "2026-11-20T00:00:00Z", dataHash: "abc", codeVersion: "1", seed: 4, parameterCount: 100, trainingSeconds: 60, lossCurve: [], perZone: [],
    scores: [{ name: "MAE", unit: "kW", model: 90, baseline: 80, baselineName: "seasonal naive", betterIs: "lower", target: null }],
};

export const cityLoad = {
    unit: "kW", intervalSeconds: 3600, from: "2026-11-21T09:00:00Z", to: "2026-11-23T10:00:00Z", zones: 1, isDownsampled: false,
    columns: { start: [1795413600, 1795417200], loadKW: [2400, 2500], zonesReporting: [1, 1], zonesEstimated: [0, 0] },
    outsideZones: [{ seriesId: 35, assetKind: "load_point", assetId: 907, assetName: "Busbar", loadKW: 118, loadAt: "2026-11-23T08:00:00Z" }],
};

export const anomaly = {
    id: 7, seriesId: 3, seriesName: "Load point 3", assetKind: "load_point", assetId: 3, assetName: "LP 3", zoneId: 1, start: "2026-11-22T20:00:00Z", end: "2026-11-23T08:00:00Z",
    kind: "stuck", score: 9, threshold: 4, actual: 112, expected: 164, expectedLow: 141, expectedHigh: 187, unit: "kWh", reason: "The same value for 12 hours.", modelId: 2, detectedAt: "2026-11-23T09:00:00Z",
};

const asset = (kind: string, id: number, name: string, geometry: unknown, more: object) =>
    ({ type: "Feature", id: `${kind}-${id}`, geometry, properties: { kind, id, code: name, name, zoneId: 1, feederId: 1, ...more } });
const node = { type: "Point", coordinates: [-117.4, 34.1] };

export const network = {
    type: "FeatureCollection",
    features: [
        asset("line", 5, "Cable", { type: "LineString", coordinates: [[-117.4, 34.1], [-117.39, 34.1]] }, { lengthKm: 0.5, ratedA: 300, lineType: "NA2XS2Y" }),
        asset("load_point", 3, "LP 3", node, { ratedKW: 430, connection: "busbar" }),
        asset("generator", 4, "Plant", node, { ratedKW: 6, technology: "PV" }),
    ],
};
