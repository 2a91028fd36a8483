import Forecasting
package import GridModel
import Persistence

extension ZoneQueries {
    /// The zone's latest forecast, the seasonal naive beside it, and how past day-ahead forecasts did.
    /// - Parameters:
    ///   - at: nil: now.
    ///   - pastHours: how far to look back.
    package func forecast(_ id: ZoneID, at: Timestamp?, pastHours: Int) async throws -> ZoneForecast? {
        let moment = at ?? clock.now
        return try await database.read(scope) { session in
            guard try ZoneRepository(session).zone(id) != nil,
                let series = try ZoneLoads.series(session).first(where: { $0.subject == .zone(id) })
            else { return nil }
            let repository = ForecastRepository(session)
            let run = try repository.latestRun(of: series.id, at: moment)
            let issue = run?.issuedAt ?? moment.floored(toMultipleOf: 3600)
            let past = TimeSpan(start: issue - Int64(pastHours) * 3600, end: issue)
            let own = try ZoneLoads.columns(
                [series], in: TimeSpan(start: past.start - 168 * 3600, end: issue + 86_400), session)[0]
            let load = own.load
            let track = try repository.dayAhead(of: series.id, in: past).map {
                PastQuantilePoint(
                    quantiles: Self.point($0.quantiles), issuedAt: $0.issuedAt, isBackfilled: $0.isBackfilled)
            }
            return ZoneForecast(
                zone: id, run: try run.map { try Self.description($0, session) },
                points: try run.map { try repository.values(of: series.id, run: $0.id).map(Self.point) } ?? [],
                baselineName: SeasonalBaseline.weekName,
                baseline: SeasonalBaseline.points(load.before(issue), lag: 168, issuedAt: issue, horizon: 24).map {
                    ValuePoint(start: $0.start, value: $0.value)
                },
                past: track, score: TrackRecord(track, own, windowHours: pastHours).score)
        }
    }

    static func point(_ stored: StoredQuantiles) -> QuantilePoint {
        QuantilePoint(start: stored.start, p10: stored.p10, p50: stored.p50, p90: stored.p90)
    }

    private static func description(_ run: StoredForecastRun, _ session: TenantSession) throws -> ForecastRunDescription
    {
        let model = try run.model.flatMap { try ModelVersionRepository(session).model($0) }
        return ForecastRunDescription(
            id: run.id, issuedAt: run.issuedAt, model: model?.id, modelName: model?.name ?? SeasonalBaseline.weekName,
            modelKind: model?.kind ?? "baseline", version: model?.version ?? 1, isFallback: run.isFallback,
            fallbackReason: run.fallbackReason, trigger: try ZoneForecast.Trigger(stored: run.kind),
            isBackfilled: run.isBackfilled)
    }
}

/// How past forecasts did on the hours that were reported in full; estimated hours are not scored.
struct TrackRecord {
    let score: ForecastScore?

    init(_ track: [PastQuantilePoint], _ series: ForecastSeries, windowHours: Int) {
        let load = series.load
        var errors = 0.0
        var total = 0.0
        var inside = 0
        var count = 0
        var shared = (model: 0.0, baseline: 0.0, count: 0)
        for point in track {
            let quantiles = point.quantiles
            guard let actual = load[quantiles.start], !series.estimatedHours.contains(quantiles.start) else { continue }
            let error = abs(actual - quantiles.p50)
            errors += error
            total += abs(actual)
            inside += quantiles.p10 <= actual && actual <= quantiles.p90 ? 1 : 0
            count += 1
            if let week = load[quantiles.start - 168 * 3600] {
                shared = (shared.model + error, shared.baseline + abs(actual - week), shared.count + 1)
            }
        }
        guard count > 0, total > 0 else {
            score = nil
            return
        }
        score = ForecastScore(
            windowHours: windowHours, scoredHours: count, mae: errors / Double(count),
            nmaePercent: 100 * errors / total,
            coverage80Percent: 100 * Double(inside) / Double(count),
            baselineMAE: shared.count == 0 ? nil : shared.baseline / Double(shared.count),
            skillPercent: shared.baseline > 0 ? 100 * (1 - shared.model / shared.baseline) : nil)
    }
}
