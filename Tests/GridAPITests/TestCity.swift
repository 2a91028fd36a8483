import GridAPI
import GridModel
import Operations
import Telemetry

/// A small city for tests: every optional value once present and once absent.
enum TestCity {
    static let now = Timestamp(secondsSinceEpoch: 1_795_424_400)

    static let place = Coordinate(longitude: -117.43, latitude: 34.1)!

    static let area = Polygon(rings: [[corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 0)]])!

    static func corner(_ x: Double, _ y: Double) -> Coordinate {
        Coordinate(longitude: -117.4 + x / 100, latitude: 34 + y / 100)!
    }

    static let city = CityDescription(
        id: TenantID(1), name: "Fontana", timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD",
        clock: CityClockReading(now: now, speed: 60, isReplay: true, latestReadingAt: nil),
        demo: DemoDescription(
            title: "Demo", notices: [DemoNotice(title: "Real", text: "Meters.")],
            licences: [
                DemoLicence(name: "SimBench", licence: "ODbL-1.0", url: "https://simbench.de", attribution: "x")
            ],
            shiftedByWeeks: 480, sourceStart: now, sourceEnd: now + 3600, replayEndsAt: now + 7200,
            faults: [DemoFault(asset: "LP-1", kind: "stuck", start: now, end: now + 3600, description: "One value.")]),
        counts: CityCounts(
            zones: 2, feeders: 2, loadPoints: 3, generators: 1, transformers: 1, lines: 4, series: 5, readings: 6),
        accessNote: "No accounts yet: this server answers on 127.0.0.1 only.")

    static let load = CityLoad(
        span: TimeSpan(start: now - 7200, end: now), zones: 2,
        hours: [
            CityLoadHour(start: now - 7200, loadKW: 1200.5, zonesReporting: 2),
            CityLoadHour(start: now - 3600, loadKW: -250.5, zonesReporting: 1),
        ],
        isDownsampled: false,
        outsideZones: [
            MeterOutsideZones(
                series: SeriesID(5), assetKind: .loadPoint, assetID: 5, assetName: "Busbar", loadKW: 12, loadAt: now),
            MeterOutsideZones(
                series: SeriesID(6), assetKind: .generator, assetID: 6, assetName: "Hydro", loadKW: nil, loadAt: nil),
        ])

    static func zone(_ id: Int64, isLive: Bool) -> ZoneSummary {
        ZoneSummary(
            id: ZoneID(id), code: "Z0\(id)", name: "Zone \"\(id)\"", population: 100, priority: 1,
            criticalSites: [
                LocatedSite(name: "Hospital", kind: "hospital", location: isLive ? place : nil)
            ],
            capacityKW: 1000, feederIDs: [AssetID(id)], loadKW: isLive ? -250.5 : nil,
            consumptionKW: isLive ? 100 : nil, generationKW: isLive ? 350.5 : nil, loadAt: isLive ? now - 3600 : nil,
            quality: isLive ? .estimated : nil, completeness24h: isLive ? 1 : 0,
            nextPeak: isLive ? PeakForecast(at: now, p10: 1, p50: 2, p90: 500) : nil, anomalies7d: 0,
            centroid: place)
    }

    static let zones = ZoneList(asOf: now, zones: [zone(1, isLive: true), zone(2, isLive: false)])

    static func detail(_ id: ZoneID) -> ZoneDetail? {
        zones.zones.first { $0.id == id }.map {
            ZoneDetail(
                summary: $0, area: area, loadPoints: 1, generators: 1, lines: 2, lengthKm: 0.5,
                loadSeries: SeriesID(1), consumptionSeries: SeriesID(2), generationSeries: SeriesID(3),
                weatherSeries: [WeatherSeries(id: SeriesID(4), quantity: .temperature, name: "Temperature")])
        }
    }

    static func forecast(_ id: ZoneID, past: Int) -> ZoneForecast? {
        guard detail(id) != nil else { return nil }
        let point = QuantilePoint(start: now, p10: 1, p50: 2.5, p90: 4)
        let run = ForecastRunDescription(
            id: ForecastRunID(9), issuedAt: now, model: nil, modelName: "Seasonal naive", modelKind: "baseline",
            version: 0, isFallback: true, fallbackReason: "No champion.", trigger: .dayAhead)
        return ZoneForecast(
            zone: id, run: id == ZoneID(1) ? run : nil, points: id == ZoneID(1) ? [point] : [],
            baselineName: "seasonal naive (168 h)", baseline: [ValuePoint(start: now, value: 3)],
            past: past > 0 ? [PastQuantilePoint(quantiles: point, issuedAt: now - 86_400)] : [],
            score: past > 0
                ? ForecastScore(
                    windowHours: past, scoredHours: 1, mae: 2, nmaePercent: 3, coverage80Percent: 100,
                    baselineMAE: nil, skillPercent: nil) : nil)
    }

    static let network: [NetworkFeature] = [
        feature(.area(area), .zone(population: 1, priority: 1, capacityKW: 2, criticalSites: [])),
        feature(.line([corner(0, 0), corner(1, 1)]), .line(lengthKm: 1, ratedA: 300, lineType: "cable")),
        feature(.point(place), .transformer(ratedKVA: 630, primaryKV: 110, secondaryKV: 20)),
        feature(.point(place), .loadPoint(ratedKW: 5, connection: "mv_rural")),
        feature(.point(place), .generator(ratedKW: 5, technology: "PV")),
        feature(.point(place), .substation(voltagesKV: [110, 20])),
        feature(.point(place), .criticalSite(siteKind: "hospital")),
    ]

    private static func feature(_ geometry: NetworkGeometry, _ detail: NetworkFeatureDetail) -> NetworkFeature {
        NetworkFeature(
            id: 7, code: "C", name: "N", zone: detail.kind == .substation ? nil : ZoneID(1), feeder: nil,
            geometry: geometry, detail: detail)
    }

    static func series(_ id: Int64) -> SeriesDescription {
        SeriesDescription(
            series: Series(
                id: SeriesID(id), externalName: "meter.\(id)", name: "Meter \(id)",
                subject: Subject(kind: .loadPoint, id: id), zone: nil, quantity: .activeEnergyImport,
                intervalSeconds: 900, isDerived: false),
            assetName: "LP \(id)", firstReadingAt: id == 1 ? now : nil, lastReadingAt: nil, readingCount: 0)
    }

    static func window(_ id: SeriesID) -> ReadingsWindow? {
        guard id.rawValue <= 5 else { return nil }
        return ReadingsWindow(
            series: id, quantity: .activeEnergyImport, intervalSeconds: 900,
            span: TimeSpan(start: now - 2700, end: now), sourceCount: 2, isDownsampled: false,
            readings: [
                Reading(start: now - 2700, value: 0.1), Reading(start: now - 900, value: 1e-7, quality: .edited),
            ],
            gaps: [ReadingGap(span: TimeSpan(start: now - 1800, end: now - 900), missing: 1)],
            marked: [
                QualityRuns.Run(span: TimeSpan(start: now - 900, end: now), quality: .edited, readings: 1)
            ],
            summary: ReadingSummary(minimum: 1e-7, maximum: 0.1, mean: nil, sum: nil, last: 1e-7))
    }

    static func anomaly(_ id: Int64) -> AnomalyRecord {
        AnomalyRecord(
            id: AnomalyID(id), series: SeriesID(1), seriesName: "Meter 1", assetKind: .loadPoint, assetID: 1,
            assetName: "LP 1", zone: ZoneID(1), span: TimeSpan(start: now - id * 3600, end: now), shape: .stuck,
            score: 9, threshold: 4, actual: 1, expected: 2, expectedLow: 1.5, expectedHigh: 3, unit: "kWh",
            reason: "The same value.", model: ModelVersionID(1), detectedAt: now)
    }

    static let model = ModelRecord(
        id: ModelVersionID(1), kind: "forecast.lstm", name: "LSTM", version: 1, status: .champion, createdAt: now,
        trained: TimeSpan(start: now - 7200, end: now - 3600), heldOut: TimeSpan(start: now - 3600, end: now),
        dataHash: "x", codeVersion: "0.1.0", seed: -7, parameterCount: 3, trainingSeconds: 1.5,
        lossCurve: [LossPoint(epoch: 1, training: 0.5, validation: nil)],
        scores: [
            ModelScore(
                name: "Coverage", unit: "%", model: 80, baseline: nil, baselineName: nil, betterIs: .closer, target: 80)
        ],
        perZone: [
            ZoneModelScore(
                zone: ZoneID(1), mae: 1, nmaePercent: 2, baselineMAE: nil, baselineNMAEPercent: nil,
                coverage80Percent: 79)
        ])

    static let job = JobRecord(
        id: JobID(1), kind: "train", state: .running, progress: 0.5, message: nil, createdAt: now, startedAt: now,
        finishedAt: nil, attempt: 1, maxAttempts: 1, error: nil)

    static let connector = ConnectorRecord(
        name: "open-meteo-weather", standing: .retrying, lastAttemptAt: now, lastSuccessAt: nil, lastReport: nil,
        lastError: "The provider failed (HTTP 502).", nextAttemptAt: now + 60, failures: 1, callsToday: 3,
        settings: .init(
            isEnabled: true, baseURL: "https://api.open-meteo.com", intervalSeconds: 3600, dailyCalls: 4000,
            backfillDays: 7, radiusKm: 25))

    static func weather(_ id: SeriesID) -> WeatherForecast {
        WeatherForecast(
            series: id, availableAt: now, values: [Reading(start: now, value: 14.5, quality: .calculated)])
    }

    static func ended(_ state: JobStage) -> JobRecord {
        JobRecord(
            id: JobID(1), kind: "train", state: state, progress: 0.5, message: nil, createdAt: now, startedAt: now,
            finishedAt: now, attempt: 1, maxAttempts: 1, error: nil)
    }

    static func revision(_ number: Int) -> RevisionEntry {
        RevisionEntry(
            start: now, number: number, revisedAt: now + 60, source: "api", oldValue: number == 1 ? nil : 1.5,
            oldQuality: .estimated, newValue: 2, newQuality: .measured)
    }

    static let uploads: [UploadRecord] = [UploadRecord.State.received, .imported].enumerated().map { index, state in
        UploadRecord(
            id: UploadID("000000000000000\(index)")!, name: "meters.csv", format: .csv, sizeBytes: 10, receivedAt: now,
            expiresAt: now + 86_400, state: state, job: index == 0 ? nil : JobID(1),
            report: index == 0 ? nil : uploadReport)
    }

    static let guess = UploadGuess(
        columns: ["meter", "start", "kwh"], rows: [["M", "2026-11-23T08:00:00Z", "1"]],
        mapping: (try? ReadingsColumns(
            start: "start", layout: .long(series: "meter", value: "kwh", quality: nil), unitName: "kWh")).map {
                .csv($0)
            }, unclear: ["dateFormat"])

    static let uploadReport = UploadReport(
        columns: ["meter", "start", "kwh"], preview: [["M", "2026-11-23T08:00:00Z", "1"]], rows: 2, readings: 1,
        emptyValues: 0, faultCount: 1, faults: [.init(line: 3, column: "start", reason: "“x” is no time")],
        warnings: .init(count: 1, first: [.init(line: 2, message: "taken as the first one")]),
        seriesCount: 2,
        series: [
            .init(name: "M", series: SeriesID(1), readings: 1, first: now, last: now),
            .init(name: "N", series: nil, readings: 0, first: nil, last: nil),
        ], isWholeFile: true, stored: .init())
}
