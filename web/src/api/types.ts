// The shapes of /api/v1, as the pages use them. scripts/check-api-types.mjs holds them against openapi.json.
// Times are ISO 8601 UTC strings except in the columns of readings (epoch seconds).

export interface City {
    id: number;
    name: string;
    timeZone: string;
    locale: string;
    currency: string;
    clock: ClockState & { latestReadingAt: string | null };
    demo: Demo | null;
    counts: Counts;
    access: { note: string };
}

export interface ClockState {
    now: string;
    /** Simulated seconds per real second; 1 is real time. */
    speed: number;
    isReplay?: boolean;
}

export interface Demo {
    title: string;
    notices: { title: string; text: string }[];
    licences: { name: string; licence: string; url: string; attribution: string }[];
    shiftedByWeeks: number;
    sourceStart: string;
    sourceEnd: string;
    replayEndsAt: string;
    faults: InjectedFault[];
}

export interface InjectedFault {
    asset: string;
    kind: string;
    start: string;
    end: string;
    description: string;
}

export interface Counts {
    zones: number;
    feeders: number;
    loadPoints: number;
    generators: number;
    transformers: number;
    lines: number;
    series: number;
    readings: number;
}

/** The sum of the zones by the hour. */
export interface CityLoad {
    unit: string;
    intervalSeconds: number;
    from: string;
    to: string;
    zones: number;
    isDownsampled: boolean;
    columns: { start: number[]; loadKW: number[]; zonesReporting: number[]; zonesEstimated: number[] };
    /** Meters that belong to no zone, and so are in no hour's sum. */
    outsideZones: MeterOutsideZones[];
}

export interface MeterOutsideZones {
    seriesId: number;
    assetKind: Series["assetKind"];
    assetId: number;
    assetName: string;
    loadKW: number | null;
    loadAt: string | null;
}

export type Position = [longitude: number, latitude: number];
export type Quality = "measured" | "estimated" | "substituted" | "calculated" | "edited";

export interface CriticalSite {
    name: string;
    kind: string;
    location: Position | null;
}

export interface NextPeak {
    at: string;
    p10: number;
    p50: number;
    p90: number;
    /** P90 of the peak hour over the zone's capacity. */
    loading90: number;
}

/** What changes hour by hour; the live stream sends exactly this. */
export interface LiveZone {
    id: number;
    loadKW: number | null;
    consumptionKW: number | null;
    generationKW: number | null;
    /** Interval start of the latest complete hour. */
    loadAt: string | null;
    /** |load| over capacity. */
    loading: number | null;
    quality: Quality | null;
    nextPeak: NextPeak | null;
}

export interface ZoneSummary extends LiveZone {
    code: string;
    name: string;
    population: number;
    priority: number;
    criticalSites: CriticalSite[];
    capacityKW: number;
    feederIds: number[];
    completeness24h: number;
    anomalies7d: number;
    centroid: Position;
}

export interface ZoneList {
    asOf: string;
    zones: ZoneSummary[];
}

export interface WeatherSeriesRef {
    id: number;
    quantity: string;
    unit: string;
    name: string;
}

export interface ZoneDetail extends ZoneSummary {
    geometry: Geometry;
    loadPoints: number;
    generators: number;
    lines: number;
    lengthKm: number;
    series: { load: number; consumption: number; generation: number };
    weatherSeries: WeatherSeriesRef[];
}

export interface QuantilePoint {
    start: string;
    p10: number;
    p50: number;
    p90: number;
}

export interface PastQuantilePoint extends QuantilePoint {
    issuedAt: string;
    /** Computed later, from what was known at `issuedAt`. */
    isBackfilled?: boolean;
}

export interface ForecastRun {
    id: number;
    issuedAt: string;
    modelId: number | null;
    modelName: string;
    modelKind: string;
    version: string | number;
    isFallback: boolean;
    fallbackReason: string | null;
    trigger: "rolling" | "dayAhead";
    /** Computed later, from what was known at `issuedAt`. */
    isBackfilled?: boolean;
}

export interface ForecastScore {
    windowHours: number;
    scoredHours: number;
    mae: number;
    nmaePercent: number;
    coverage80Percent: number;
    /** Null while the baseline has nothing to go by. */
    baselineMae: number | null;
    skillPercent: number | null;
}

export interface ZoneForecast {
    zoneId: number;
    unit: string;
    intervalSeconds: number;
    run: ForecastRun | null;
    points: QuantilePoint[];
    baseline: { name: string; points: { start: string; value: number }[] };
    past: PastQuantilePoint[];
    score: ForecastScore | null;
}

export type Geometry =
    | { type: "Point"; coordinates: Position }
    | { type: "LineString"; coordinates: Position[] }
    | { type: "Polygon"; coordinates: Position[][] }
    | { type: "MultiPolygon"; coordinates: Position[][][] };

export interface NetworkProperties {
    kind: "zone" | "line" | "transformer" | "load_point" | "generator" | "substation" | "critical_site";
    id: number;
    code: string;
    name: string;
    zoneId: number | null;
    feederId: number | null;
    [extra: string]: unknown;
}

export interface NetworkFeature {
    type: "Feature";
    id: string;
    geometry: Geometry;
    properties: NetworkProperties;
}

export interface Network {
    type: "FeatureCollection";
    features: NetworkFeature[];
}

export interface Series {
    id: number;
    name: string;
    externalName: string;
    assetKind: "zone" | "substation" | "feeder" | "node" | "line" | "transformer" | "switch" | "load_point" | "generator" | "weather_station";
    assetId: number;
    assetName: string;
    zoneId: number | null;
    quantity: string;
    unit: string;
    intervalSeconds: number;
    isDerived: boolean;
    firstReadingAt: string | null;
    lastReadingAt: string | null;
    readingCount: number;
}

export interface SeriesList {
    series: Series[];
    nextCursor: string | null;
}

export interface Readings {
    seriesId: number;
    unit: string;
    intervalSeconds: number;
    from: string;
    to: string;
    sourceCount: number;
    isDownsampled: boolean;
    columns: { start: number[]; value: number[]; quality: (number | string)[] };
    qualities: Quality[];
    gaps: { from: string; to: string; missing: number }[];
    summary: { min: number | null; max: number | null; mean: number | null; sum: number | null; last: number | null };
}

export type AnomalyKind = "spike" | "dropout" | "stuck" | "shift" | "theft" | "unusual";

export interface Anomaly {
    id: number;
    seriesId: number;
    seriesName: string;
    assetKind: Series["assetKind"];
    assetId: number;
    assetName: string;
    zoneId: number | null;
    start: string;
    end: string;
    kind: AnomalyKind;
    score: number;
    threshold: number;
    actual: number;
    expected: number;
    expectedLow: number;
    expectedHigh: number;
    unit: string;
    reason: string;
    modelId: number;
    detectedAt: string;
}

export interface AnomalyList {
    anomalies: Anomaly[];
    nextCursor: string | null;
}

export interface ModelScore {
    name: string;
    unit: string;
    model: number;
    baseline: number | null;
    baselineName: string | null;
    betterIs: "lower" | "higher" | "closer";
    target: number | null;
}

export interface ZoneScore {
    zoneId: number;
    mae: number;
    nmaePercent: number;
    baselineMae: number | null;
    baselineNmaePercent: number | null;
    coverage80Percent: number;
}

export interface Model {
    id: number;
    kind: "forecast.lstm" | "anomaly.autoencoder";
    name: string;
    version: string | number;
    status: "candidate" | "champion" | "retired";
    /** Why it was put in service or not, with the figures compared. */
    statusReason?: string | null;
    losesToBaseline?: boolean;
    createdAt: string;
    trainedFrom: string;
    trainedTo: string;
    heldOutFrom: string;
    heldOutTo: string;
    dataHash: string;
    codeVersion: string;
    seed: number;
    parameterCount: number;
    trainingSeconds: number;
    lossCurve: { epoch: number; training: number; validation: number | null }[];
    scores: ModelScore[];
    perZone: ZoneScore[];
}

export type JobState = "queued" | "running" | "succeeded" | "failed" | "cancelled";

export interface Job {
    id: number;
    kind: string;
    state: JobState;
    progress: number | null;
    message: string | null;
    createdAt: string;
    startedAt: string | null;
    finishedAt: string | null;
    attempt: number;
    maxAttempts: number;
    error: string | null;
}

/** RFC 9457. */
export interface Problem {
    type: string;
    title: string;
    status: number;
    detail?: string;
    instance?: string;
    requestId?: string;
    errors?: { field: string; message: string; expected?: string }[];
}
