// Made by scripts/check-api-types.mjs from openapi.json. Do not edit.

export type APIKeyIds = {
    ids: number[];
};

export type SeriesBulkInput = {
    items: SeriesInput[];
};

export type BulkAnswer = {
    succeeded: number;
    failed: number;
    items: {
        index: number;
        status: number;
        id?: number;
        problem?: ItemProblem;
    }[];
};

export type ItemProblem = {
    type: string;
    title: string;
    status: number;
    detail: string;
    errors?: ProblemField[];
};

export type ProblemField = {
    field: string;
    message: string;
    expected?: string;
};

export type Problem = {
    type: string;
    title: string;
    status: number;
    detail: string;
    instance: string;
    requestId: string;
    errors?: ProblemField[];
};

export type Quality = "measured" | "estimated" | "substituted" | "calculated" | "edited";

export type Quantity = "activeEnergyImport" | "activeEnergyExport" | "activeEnergyImportRegister" | "activeEnergyExportRegister" | "netLoad" | "consumption" | "generation" | "temperature" | "relativeHumidity" | "globalIrradiance" | "directIrradiance" | "windSpeed" | "pm25" | "pm10" | "nitrogenDioxide" | "ozone" | "europeanAirQualityIndex" | "usAirQualityIndex";

export type Unit = "kWh" | "kW" | "°C" | "%" | "W/m²" | "m/s" | "µg/m³" | "EAQI" | "USAQI";

export type AssetKind = "zone" | "substation" | "feeder" | "node" | "line" | "transformer" | "switch" | "load_point" | "generator" | "weather_station" | "meter";

export type Position = [number, number];

export type CriticalSite = {
    name: string;
    kind: string;
    location: Position | null;
};

export type CityClock = {
    now: string;
    speed: number;
    isReplay: boolean;
    latestReadingAt: string | null;
};

export type DemoNotice = {
    title: string;
    text: string;
};

export type DemoLicence = {
    name: string;
    licence: string;
    url: string;
    attribution: string;
};

export type DemoFault = {
    asset: string;
    kind: string;
    start: string;
    end: string;
    description: string;
};

export type Demo = {
    title: string;
    notices: DemoNotice[];
    licences: DemoLicence[];
    shiftedByWeeks: number;
    sourceStart: string;
    sourceEnd: string;
    replayEndsAt: string;
    faults: DemoFault[];
};

export type CityLoad = {
    unit: "kW";
    intervalSeconds: number;
    from: string;
    to: string;
    zones: number;
    isDownsampled: boolean;
    columns: CityLoadColumns;
    outsideZones: MeterOutsideZones[];
};

export type CityLoadColumns = {
    start: number[];
    loadKW: number[];
    zonesEstimated: number[];
    zonesReporting: number[];
};

export type MeterOutsideZones = {
    seriesId: number;
    assetKind: AssetKind;
    assetId: number;
    assetName: string;
    loadKW: number | null;
    loadAt: string | null;
};

export type CityCounts = {
    zones: number;
    feeders: number;
    loadPoints: number;
    generators: number;
    transformers: number;
    lines: number;
    series: number;
    readings: number;
};

export type City = {
    id: number;
    name: string;
    timeZone: string;
    locale: string;
    currency: string;
    clock: CityClock;
    demo: Demo | null;
    counts: CityCounts;
    access: {
        note: string;
    };
};

export type PeakForecast = {
    at: string;
    p10: number;
    p50: number;
    p90: number;
    loading90: number;
};

export type ZoneSummary = {
    id: number;
    code: string;
    name: string;
    population: number;
    priority: number;
    criticalSites: CriticalSite[];
    capacityKW: number;
    feederIds: number[];
    loadKW: number | null;
    consumptionKW: number | null;
    generationKW: number | null;
    loadAt: string | null;
    loading: number | null;
    quality: Quality | null;
    completeness24h: number;
    nextPeak: PeakForecast | null;
    anomalies7d: number;
    centroid: Position;
};

export type Ring = Position[];

export type AreaGeometry = {
    type: "Polygon";
    coordinates: Ring[];
} | {
    type: "MultiPolygon";
    coordinates: Ring[][];
};

export type WeatherSeries = {
    id: number;
    quantity: Quantity;
    unit: Unit;
    name: string;
};

export type ZoneSeries = {
    load: number;
    consumption: number;
    generation: number;
};

export type ZoneDetail = {
    id: number;
    code: string;
    name: string;
    population: number;
    priority: number;
    criticalSites: CriticalSite[];
    capacityKW: number;
    feederIds: number[];
    loadKW: number | null;
    consumptionKW: number | null;
    generationKW: number | null;
    loadAt: string | null;
    loading: number | null;
    quality: Quality | null;
    completeness24h: number;
    nextPeak: PeakForecast | null;
    anomalies7d: number;
    centroid: Position;
    geometry: AreaGeometry;
    loadPoints: number;
    generators: number;
    lines: number;
    lengthKm: number;
    series: ZoneSeries;
    weatherSeries: WeatherSeries[];
};

export type ZoneList = {
    asOf: string;
    zones: ZoneSummary[];
};

export type ForecastPoint = {
    start: string;
    p10: number;
    p50: number;
    p90: number;
};

export type PastForecastPoint = {
    start: string;
    p10: number;
    p50: number;
    p90: number;
    issuedAt: string;
    isBackfilled: boolean;
};

export type ForecastRun = {
    id: number;
    issuedAt: string;
    modelId: number | null;
    modelName: string;
    modelKind: string;
    version: number;
    isFallback: boolean;
    fallbackReason: string | null;
    trigger: "rolling" | "dayAhead";
    isBackfilled: boolean;
};

export type BaselinePoint = {
    start: string;
    value: number;
};

export type Baseline = {
    name: string;
    points: BaselinePoint[];
};

export type ForecastScore = {
    windowHours: number;
    scoredHours: number;
    mae: number;
    nmaePercent: number;
    coverage80Percent: number;
    baselineMae: number | null;
    skillPercent: number | null;
};

export type ZoneForecast = {
    zoneId: number;
    unit: "kW";
    intervalSeconds: 3600;
    run: ForecastRun | null;
    points: ForecastPoint[];
    baseline: Baseline;
    past: PastForecastPoint[];
    score: ForecastScore | null;
};

export type PointGeometry = {
    type: "Point";
    coordinates: Position;
};

export type LineGeometry = {
    type: "LineString";
    coordinates: Position[];
};

export type ZoneFeature = {
    type: "Feature";
    id: string;
    geometry: AreaGeometry;
    properties: {
        kind: "zone";
        id: number;
        code: string;
        name: string;
        zoneId: number | null;
        feederId: number | null;
        population: number;
        priority: number;
        capacityKW: number;
        criticalSites: CriticalSite[];
    };
};

export type LineFeature = {
    type: "Feature";
    id: string;
    geometry: LineGeometry;
    properties: {
        kind: "line";
        id: number;
        code: string;
        name: string;
        zoneId: number | null;
        feederId: number | null;
        lengthKm: number;
        ratedA: number;
        lineType: string;
    };
};

export type TransformerFeature = {
    type: "Feature";
    id: string;
    geometry: PointGeometry;
    properties: {
        kind: "transformer";
        id: number;
        code: string;
        name: string;
        zoneId: number | null;
        feederId: number | null;
        ratedKVA: number;
        primaryKV: number;
        secondaryKV: number;
    };
};

export type LoadPointFeature = {
    type: "Feature";
    id: string;
    geometry: PointGeometry;
    properties: {
        kind: "load_point";
        id: number;
        code: string;
        name: string;
        zoneId: number | null;
        feederId: number | null;
        ratedKW: number;
        connection: string;
    };
};

export type GeneratorFeature = {
    type: "Feature";
    id: string;
    geometry: PointGeometry;
    properties: {
        kind: "generator";
        id: number;
        code: string;
        name: string;
        zoneId: number | null;
        feederId: number | null;
        ratedKW: number;
        technology: string;
    };
};

export type SubstationFeature = {
    type: "Feature";
    id: string;
    geometry: PointGeometry;
    properties: {
        kind: "substation";
        id: number;
        code: string;
        name: string;
        zoneId: number | null;
        feederId: number | null;
        voltages: number[];
    };
};

export type CriticalSiteFeature = {
    type: "Feature";
    id: string;
    geometry: PointGeometry;
    properties: {
        kind: "critical_site";
        id: number;
        code: string;
        name: string;
        zoneId: number | null;
        feederId: number | null;
        siteKind: string;
    };
};

export type NetworkFeature = ZoneFeature | LineFeature | TransformerFeature | LoadPointFeature | GeneratorFeature | SubstationFeature | CriticalSiteFeature;

export type Network = {
    type: "FeatureCollection";
    features: NetworkFeature[];
};

export type Series = {
    id: number;
    name: string;
    externalName: string;
    assetKind: AssetKind;
    assetId: number;
    assetName: string;
    zoneId: number | null;
    quantity: Quantity;
    unit: Unit;
    intervalSeconds: 60 | 300 | 600 | 900 | 1200 | 1800 | 3600 | 86400;
    isDerived: boolean;
    firstReadingAt: string | null;
    lastReadingAt: string | null;
    readingCount: number;
};

export type SeriesInput = {
    externalName: string;
    name?: string | null;
    assetKind: AssetKind;
    assetId?: number;
    assetCode?: string;
    quantity: Quantity;
    intervalSeconds: 60 | 300 | 600 | 900 | 1200 | 1800 | 3600 | 86400;
};

export type SeriesList = {
    series: Series[];
    nextCursor: string | null;
};

export type ReadingColumns = {
    start: number[];
    value: number[];
    quality: number[];
};

export type ReadingGap = {
    from: string;
    to: string;
    missing: number;
};

export type MarkedReadings = {
    from: string;
    to: string;
    quality: Quality;
    readings: number;
};

export type ReadingSummary = {
    min: number | null;
    max: number | null;
    mean: number | null;
    sum: number | null;
    last: number | null;
};

export type ReadingsWindow = {
    seriesId: number;
    unit: Unit;
    intervalSeconds: number;
    from: string;
    to: string;
    sourceCount: number;
    isDownsampled: boolean;
    columns: ReadingColumns;
    qualities: Quality[];
    gaps: ReadingGap[];
    marked: MarkedReadings[];
    summary: ReadingSummary;
};

export type AreaName = {
    kind: "feeder" | "substation" | "transformer" | "zone";
    id: number;
    name: string;
};

export type BalanceFigures = {
    start: string;
    end: string;
    hours: number;
    coveredHours: number;
    importKWh: number | null;
    exportKWh: number | null;
    consumptionKWh: number | null;
    generationKWh: number | null;
    inputKWh: number | null;
    outputKWh: number | null;
    lossesKWh: number | null;
    lossesPercent: number | null;
    uncertaintyKWh: number | null;
    technicalLowKWh: number | null;
    technicalHighKWh: number | null;
    estimatedKWh: number | null;
    estimatedMeters: number;
    missingMeters: number;
    verdict: "plausible" | "lossesTooHigh" | "lossesTooLow" | "outputExceedsInput" | "notDecidable" | "noBoundaryMeasurement";
    explanation: string;
};

export type EnergyBalance = {
    area: AreaName;
    boundarySeries: number[];
    meters: number;
    noLoadLossKW: number;
    limitPercent: number;
    total: BalanceFigures;
    resolution: "hour" | "day";
    parts: BalanceFigures[];
};

export type RankedBalance = {
    area: AreaName;
    boundarySeries: number[];
    meters: number;
    noLoadLossKW: number;
    limitPercent: number;
    total: BalanceFigures;
};

export type AreaWithoutBalance = {
    kind: string;
    id: number;
    reason: string;
};

export type BalanceList = {
    balances: RankedBalance[];
    nextCursor: string | null;
    from: string;
    to: string;
    withoutBalance: AreaWithoutBalance[];
};

export type BalanceHint = {
    seriesId: number;
    seriesName: string;
    countedIn: AreaName;
    kind: "belongsTo" | "foreign" | "registers";
    belongsTo: AreaName | null;
    factor: number | null;
    slope: number;
    standardError: number;
    slopeThere: number | null;
    probability: number;
    hours: number;
    explanation: string;
};

export type BalanceHints = {
    area: AreaName;
    from: string;
    to: string;
    neighbours: AreaName[];
    meters: number;
    metersTried: number;
    hints: BalanceHint[];
};

export type AllocationPart = {
    start: string;
    end: string;
    hours: number;
    allocatedHours: number;
    inputKWh: number | null;
    meteredKWh: number | null;
    lossesKWh: number | null;
    allocatedKWh: number | null;
    unallocatedKWh: number | null;
};

export type AllocationTarget = {
    kind: "load_point" | "transformer";
    id: number;
    name: string;
    loadPoints: number;
    energyKWh: number;
    energiesKWh: (number | null)[];
};

export type LoadAllocation = {
    area: AreaName;
    from: string;
    to: string;
    resolution: "hour" | "day";
    method: "ratedKW" | "ratedMVA" | "customers" | "profile";
    level: "loadPoint" | "transformer";
    lossesPercent: number;
    quality: "estimated";
    metered: number;
    unmeteredGenerators: number;
    parts: AllocationPart[];
    targets: AllocationTarget[];
    nextCursor: string | null;
};

export type Anomaly = {
    id: number;
    seriesId: number;
    seriesName: string;
    assetKind: AssetKind;
    assetId: number;
    assetName: string;
    zoneId: number | null;
    start: string;
    end: string;
    kind: "spike" | "dropout" | "stuck" | "shift" | "theft" | "unusual";
    score: number;
    threshold: number;
    actual: number;
    expected: number;
    expectedLow: number;
    expectedHigh: number;
    unit: Unit;
    reason: string;
    modelId: number;
    detectedAt: string;
};

export type AnomalyList = {
    anomalies: Anomaly[];
    nextCursor: string | null;
};

export type LossPoint = {
    epoch: number;
    training: number;
    validation: number | null;
};

export type ModelScore = {
    name: string;
    unit: string;
    model: number;
    baseline: number | null;
    baselineName: string | null;
    betterIs: "lower" | "higher" | "closer";
    target: number | null;
};

export type ZoneModelScore = {
    zoneId: number;
    mae: number;
    nmaePercent: number;
    baselineMae: number | null;
    baselineNmaePercent: number | null;
    coverage80Percent: number;
};

export type Model = {
    id: number;
    kind: "forecast.lstm" | "anomaly.autoencoder";
    name: string;
    version: number;
    status: "candidate" | "champion" | "retired";
    statusReason: string | null;
    losesToBaseline: boolean;
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
    lossCurve: LossPoint[];
    scores: ModelScore[];
    perZone: ZoneModelScore[];
};

export type ModelList = {
    models: Model[];
};

export type RetentionPolicy = {
    rawMonths?: number | null;
    revisionMonths?: number | null;
    hourlyMonths?: number | null;
    dailyMonths?: number | null;
    forecastMonths?: number | null;
    anomalyMonths?: number | null;
};

export type Retention = {
    rawMonths: number | null;
    revisionMonths: number | null;
    hourlyMonths: number | null;
    dailyMonths: number | null;
    forecastMonths: number | null;
    anomalyMonths: number | null;
    closedBefore: string | null;
};

export type RetentionTable = {
    table: string;
    before: string | null;
    rows: number;
    bytes: number;
    first: string | null;
    last: string | null;
};

export type RetentionReport = {
    closedBefore: string | null;
    tables: RetentionTable[];
};

export type Job = {
    id: number;
    kind: string;
    state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
    progress: number | null;
    message: string | null;
    createdAt: string;
    startedAt: string | null;
    finishedAt: string | null;
    attempt: number;
    maxAttempts: number;
    error: string | null;
};

export type JobList = {
    jobs: Job[];
};

export type Connector = {
    name: "open-meteo-weather" | "open-meteo-air-quality" | "openaq";
    isEnabled: boolean;
    standing: "disabled" | "new" | "running" | "working" | "waiting" | "retrying" | "suspended";
    lastAttemptAt: string | null;
    lastSuccessAt: string | null;
    lastReport: string | null;
    lastError: string | null;
    nextAttemptAt: string | null;
    failures: number;
    callsToday: number;
    dailyCalls: number;
    intervalSeconds: number;
    backfillDays: number;
    radiusKm: number;
    baseUrl: string;
    hasOwnKey: boolean;
};

export type ConnectorList = {
    connectors: Connector[];
};

export type ConnectorInput = {
    isEnabled?: boolean;
    baseUrl?: string;
    intervalSeconds?: number;
    dailyCalls?: number;
    backfillDays?: number;
    radiusKm?: number;
    apiKey?: string | null;
};

export type WeatherForecastColumns = {
    start: number[];
    value: number[];
};

export type WeatherForecast = {
    seriesId: number;
    availableAt: string;
    columns: WeatherForecastColumns;
};

export type ReadingInput = {
    seriesId?: number;
    series?: string;
    start: string;
    value: number;
    quality?: "measured" | "estimated" | "substituted" | "calculated" | "edited";
};

export type ReadingsInput = {
    readings: ReadingInput[];
};

export type Revision = {
    seriesId: number;
    start: string;
    old: number;
    new: number;
};

export type ValueRevision = {
    start: string;
    number: number;
    revisedAt: string;
    source: string;
    oldValue: number | null;
    oldQuality: Quality;
    newValue: number | null;
    newQuality: Quality;
};

export type RevisionList = {
    revisions: ValueRevision[];
    nextCursor: string | null;
};

export type IngestReceipt = {
    received: number;
    inserted: number;
    unchanged: number;
    revised: number;
    revisions: Revision[];
};

export type PartialReceipt = {
    received: number;
    accepted: number;
    refused: number;
    faults: ({
        index: number;
        field: string;
        message: string;
        expected: string | null;
    })[];
};

export type ReadingsMapping = {
    layout: "wide" | "long" | "greenButton";
    start?: string;
    usagePoints?: Record<string, unknown> | null;
    columns?: string[] | null;
    series?: string | null;
    value?: string | null;
    quality?: string | null;
    unit?: "Wh" | "kWh" | "MWh" | "W" | "kW" | "MW" | null;
    decimalComma?: boolean | null;
    timeZone?: string | null;
    delimiter?: "comma" | "semicolon" | "tab" | null;
    dateFormat?: "iso" | "dayFirst" | "monthFirst" | null;
    encoding?: "utf-8" | "windows-1252" | "utf-16" | null;
};

export type UploadGuess = {
    columns: string[];
    rows: string[][];
    mapping: ReadingsMapping | null;
    unclear: string[];
};

export type UploadInput = {
    mapping: ReadingsMapping;
    dryRun?: boolean;
};

export type UploadJob = {
    jobId: number;
};

export type UploadFault = {
    line: number | null;
    column: string | null;
    reason: string;
};

export type UploadWarning = {
    line: number | null;
    message: string;
};

export type UploadSeries = {
    name: string;
    seriesId: number | null;
    readings: number;
    first: string | null;
    last: string | null;
};

export type UploadStored = {
    received: number;
    inserted: number;
    unchanged: number;
    revised: number;
};

export type UploadReport = {
    columns: string[];
    preview: string[][];
    rows: number;
    readings: number;
    emptyValues: number;
    faultCount: number;
    faults: UploadFault[];
    warningCount: number;
    warnings: UploadWarning[];
    seriesCount: number;
    series: UploadSeries[];
    isWholeFile: boolean;
    stored: UploadStored | null;
};

export type Upload = {
    id: string;
    name: string;
    format: "csv" | "greenButton";
    sizeBytes: number;
    receivedAt: string;
    expiresAt: string;
    state: "received" | "checked" | "faulty" | "stopped" | "imported";
    jobId: number | null;
    report: UploadReport | null;
};

export type UploadWithGuess = {
    id: string;
    name: string;
    format: "csv" | "greenButton";
    sizeBytes: number;
    receivedAt: string;
    expiresAt: string;
    state: "received" | "checked" | "faulty" | "stopped" | "imported";
    jobId: number | null;
    report: UploadReport | null;
    guess: UploadGuess | null;
};

export type UploadList = {
    uploads: Upload[];
};

export type APIKeyScope = "audit.read" | "connectors.write" | "grid.read" | "jobs.cancel" | "keys.read" | "readings.edit" | "readings.export" | "readings.write" | "retention.write" | "rules.write" | "series.write" | "settings.read" | "settings.write" | "users.read";

export type APIKey = {
    id: number;
    name: string;
    prefix: string;
    hint: string;
    state: "active" | "expired" | "revoked";
    scopes: APIKeyScope[];
    allowedAddresses: string[];
    requestsPerMinute: number | null;
    monthlyQuota: number | null;
    createdBy: string;
    createdAt: string;
    expiresAt: string | null;
    revokedAt: string | null;
    lastUsedAt: string | null;
    replacedBy: number | null;
};

export type APIKeyInput = {
    name: string;
    scopes: APIKeyScope[];
    allowedAddresses?: string[] | null;
    requestsPerMinute?: number | null;
    monthlyQuota?: number | null;
    expiresAt?: string | null;
};

export type APIKeyList = {
    apiKeys: APIKey[];
    nextCursor: string | null;
};

export type NewAPIKey = {
    apiKey: APIKey;
    token: string;
};

export type APIKeyRotation = {
    overlapHours: number;
};

export type APIKeyUse = {
    apiKeyId: number;
    from: string;
    to: string;
    requests: number;
    refused: number;
    month: {
        start: string;
        end: string;
        requests: number;
        quota: number | null;
    };
    hours: {
        start: string;
        requests: number;
        refused: number;
    }[];
};

export type LiveZone = {
    id: number;
    loadKW: number | null;
    consumptionKW: number | null;
    generationKW: number | null;
    loadAt: string | null;
    loading: number | null;
    quality: Quality | null;
    nextPeak: PeakForecast | null;
};

export type LiveSnapshot = {
    seq: number;
    asOf: string;
    zones: LiveZone[];
};

export type LiveForecast = {
    issuedAt: string;
    zoneIds: number[];
};

export type LiveClock = {
    now: string;
    speed: number;
};

export type Health = {
    status: "alive";
};

export type Readiness = {
    status: "ready" | "notReady";
    checks: {
        database: "ok" | "failing";
        migrations: "ok" | "failing";
        queue: "ok" | "failing";
        rollups: "ok" | "failing";
        ingestLog?: "ok" | "failing";
        mqtt?: "ok" | "failing";
    };
};

export type PartialWrite = {
    code: string;
    error: string;
    message: string;
    stored: number;
    dropped: number;
    lines: LineFault[];
};

export type LineFault = {
    line: number;
    field: string;
    message: string;
    expected: string | null;
};

export type InfluxResults = {
    results: {
        statement_id: number;
    }[];
};

export type RuleParameter = {
    name: string;
    value: number;
};

export type ValidationRule = {
    kind: "range" | "rateOfChange" | "flatline" | "spike" | "gap" | "silence" | "timestamp" | "interval" | "unit" | "register";
    isEnabled: boolean;
    parameters: RuleParameter[];
    origin: "default" | "quantity" | "series";
};

export type ValidationRules = {
    quantity: Quantity;
    version: number;
    changedAt: string | null;
    changedBy: string | null;
    rules: ValidationRule[];
};

export type ValidationRuleInput = {
    kind: "range" | "rateOfChange" | "flatline" | "spike" | "gap" | "silence" | "timestamp" | "interval" | "unit" | "register";
    isEnabled: boolean;
    parameters?: RuleParameter[];
};

export type ValidationRulesInput = {
    rules: ValidationRuleInput[];
};

export type EstimationSettings = {
    isEstimating: boolean;
    zonesNotEstimated: number[];
    linearHours: number;
    longestHours: number;
    graceHours: number;
    lateMinutes: number;
};

export type Finding = {
    id: number;
    seriesId: number;
    seriesName: string;
    assetName: string;
    zoneId: number | null;
    quantity: Quantity;
    kind: "range" | "rateOfChange" | "flatline" | "spike" | "gap" | "silence" | "ancientTimestamp" | "futureTimestamp" | "intervalMismatch" | "unitMismatch" | "registerRollover" | "registerReset" | "registerOutage";
    rule: "range" | "rateOfChange" | "flatline" | "spike" | "gap" | "silence" | "timestamp" | "interval" | "unit" | "register";
    start: string;
    end: string;
    value: number | null;
    limit: number | null;
    detail: string;
    ruleVersion: number;
    foundAt: string;
    state: "open" | "estimated" | "dismissed" | "resolved";
    stateChangedAt: string;
    note: string | null;
};

export type FindingList = {
    findings: Finding[];
    nextCursor: string | null;
};

export type FindingNote = {
    note: string;
};

export type Edit = {
    id: number;
    seriesId: number;
    kind: "edit" | "estimate" | "revert";
    start: string;
    end: string;
    method: string;
    reason: string;
    actor: string;
    requestId: string | null;
    madeAt: string;
    valueCount: number;
    beforeCount: number;
    reverts: number | null;
    revertedBy: number | null;
};

export type EditChange = {
    start: string;
    oldValue: number | null;
    oldQuality: Quality | null;
    newValue: number | null;
    newQuality: Quality | null;
};

export type EditOutcome = {
    edit: Edit | null;
    changes: EditChange[];
};

export type EditList = {
    edits: Edit[];
    nextCursor: string | null;
};

export type EditValue = {
    start: string;
    value: number;
};

export type EditInput = {
    reason: string;
    isPreview?: boolean;
    values?: EditValue[];
    from?: string;
    to?: string;
    method?: "linear" | "likeDays" | "feederAllocation";
};

export type RevertInput = {
    reason: string;
};

export type QualityFigures = {
    series: number;
    expected: number;
    received: number;
    estimated: number;
    late: number;
    completeness: number | null;
    lateShare: number | null;
    estimatedShare: number | null;
};

export type DayQuality = {
    date: string;
    figures: QualityFigures;
};

export type ZoneQuality = {
    zoneId: number | null;
    figures: QualityFigures;
    openFindings: number;
};

export type MeterQuality = {
    seriesId: number;
    externalName: string;
    name: string;
    zoneId: number | null;
    figures: QualityFigures;
    lastReadingAt: string;
};

export type DataQuality = {
    from: string;
    to: string;
    validatedAt: string | null;
    seriesToValidate: number;
    days: DayQuality[];
    zones: ZoneQuality[];
    worstMeters: MeterQuality[];
};

export type Account = {
    id: number;
    email: string;
    name: string;
    isPlatformOwner: boolean;
    hasSecondFactor: boolean;
    hasPassword: boolean;
};

export type Confirmation = {
    password?: string | null;
    code?: string | null;
};

export type AccountTenant = {
    id: number;
    name: string;
    role: string;
    roleName: string;
    isActive: boolean;
    deleteAfter: string | null;
};

export type Me = {
    user: Account;
    tenant: AccountTenant | null;
    tenants: AccountTenant[];
    permissions: Permission[];
    secondFactorRequired: boolean;
};

export type SignedIn = {
    accessToken: string | null;
    refreshToken: string | null;
    expiresIn: number;
    user: Account;
    tenant: AccountTenant | null;
    tenants: AccountTenant[];
    permissions: Permission[];
    secondFactorRequired: boolean;
};

export type SecondFactorChallenge = {
    secondFactor: true;
    challenge: string;
};

export type AuthSettings = {
    registration: "open" | "invite" | "closed";
    passwordMinimumLength: number;
    oidc: {
        id: string;
        name: string;
    }[];
    productName: string;
};

export type InvitationOffer = {
    email: string;
    tenantName: string;
    roleName: string;
    invitedBy: string | null;
    expiresAt: string;
};

export type LinkedIdentity = {
    id: string;
    provider: string | null;
    name: string;
    email: string | null;
    linkedAt: string;
};

export type LinkedIdentityList = {
    identities: LinkedIdentity[];
};

export type LinkingRequest = {
    provider: string;
    password?: string | null;
    code?: string | null;
};

export type LinkingStart = {
    url: string;
};

export type PersonSession = {
    id: string;
    isCurrent: boolean;
    method: string;
    address: string;
    userAgent: string;
    createdAt: string;
    lastUsedAt: string;
    expiresAt: string;
};

export type PersonSessionList = {
    sessions: PersonSession[];
};

export type SecondFactorEnrolment = {
    secret: string;
    uri: string;
};

export type RecoveryCodes = {
    recoveryCodes: string[];
};

export type User = {
    id: number;
    email: string;
    name: string;
    role: string;
    memberSince: string;
    isDisabled: boolean;
    hasSecondFactor: boolean;
    lastSeenAt: string | null;
};

export type UserList = {
    users: User[];
    nextCursor: string | null;
};

export type RoleChoice = {
    role: string;
};

export type Permission = "audit.read" | "connectors.write" | "grid.read" | "jobs.cancel" | "keys.read" | "keys.write" | "readings.edit" | "readings.export" | "readings.write" | "retention.write" | "roles.write" | "rules.write" | "series.write" | "settings.read" | "settings.write" | "tenant.delete" | "users.read" | "users.write";

export type PermissionList = {
    permissions: {
        name: Permission;
        meaning: string;
    }[];
};

export type Role = {
    code: string;
    name: string;
    isBuiltIn: boolean;
    permissions: Permission[];
    changedAt: string | null;
};

export type RoleList = {
    roles: Role[];
};

export type RoleInput = {
    code: string;
    name: string;
    permissions: Permission[];
};

export type RoleDefinition = {
    name: string;
    permissions: Permission[];
};

export type Invitation = {
    id: number;
    email: string;
    role: string;
    createdAt: string;
    expiresAt: string;
    acceptedAt: string | null;
    revokedAt: string | null;
};

export type InvitationList = {
    invitations: Invitation[];
    nextCursor: string | null;
};

export type InvitationInput = {
    email: string;
    role: string;
};

export type TenantSettings = {
    name: string;
    timeZone: string;
    locale: string;
    currency: string;
    units: "metric" | "usCustomary";
    tariff: string;
    allowedOrigins: string[];
    sessionIdleMinutes: number | null;
    requiresSecondFactor: boolean;
};

export type AuditEntry = {
    number: number;
    at: string;
    actor: {
        kind: "user" | "apiKey" | "anonymous" | "commandLine" | "system";
        id: string;
        name: string;
        address: string;
    };
    requestId: string;
    action: string;
    outcome: "done" | "refused";
    object: {
        kind: string;
        id: string;
        name: string | null;
    };
    before: string | null;
    after: string | null;
    hash: string;
};

export type AuditList = {
    entries: AuditEntry[];
    nextCursor: string | null;
};

export type AuditVerification = {
    isIntact: boolean;
    entries: number;
    head: string | null;
    notedThrough: number;
    fault: null | {
        number: number;
        kind: "changed" | "missing" | "unchained" | "rewritten" | "truncated";
    };
};

export type Tenant = {
    id: number;
    code: string;
    name: string;
    timeZone: string;
    locale: string;
    currency: string;
    state: "active" | "suspended" | "deleting";
    createdAt: string;
    stateChangedAt: string | null;
    deleteAfter: string | null;
};

export type TenantList = {
    tenants: Tenant[];
    nextCursor: string | null;
};

export type Mail = {
    id: number;
    recipient: string;
    subject: string;
    body: string;
    createdAt: string;
    sentAt: string | null;
    attempts: number;
    error: string | null;
};

export type MailList = {
    mails: Mail[];
    nextCursor: string | null;
};

export type TenantInput = {
    code: string;
    name: string;
    timeZone: string;
    locale: string;
    currency: string;
    adminEmail?: string | null;
};

export type TenantChange = {
    state: "active" | "suspended" | "deleting";
    graceDays?: number | null;
};

