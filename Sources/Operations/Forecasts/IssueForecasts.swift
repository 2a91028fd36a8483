import Forecasting
package import GridModel
import Learning
package import Persistence
import Synchronization

/// Issues the zones' forecasts: every hour for the next 24 hours, and at local midnight the day-ahead.
package final class IssueForecasts: Sendable {
    private static let historyHours = Int64(ForecastModel.historyHours)

    /// How long rolling forecasts are kept. Day-ahead forecasts, by which the models are judged, are kept for ever.
    package static let rollingDays: Int64 = 35
    /// How many old runs an issue clears away: more than one an hour, so that a backlog shrinks.
    private static let clearedAtOnce = 48

    private let database: any Database
    private let objects: ObjectStore
    private let scope: TenantScope
    private let calendar: LoadCalendar
    private let clock: CityClock
    private let loaded = Mutex<(id: ModelVersionID, model: ForecastModel)?>(nil)

    package init(
        database: any Database, objects: ObjectStore, scope: TenantScope, calendar: LoadCalendar, clock: CityClock
    ) {
        self.database = database
        self.objects = objects
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
    }

    /// Issues what is due at the last whole hour.
    /// - Returns: the issue time and zones when something was issued.
    package func callAsFunction() async throws -> (issuedAt: Timestamp, zones: [ZoneID])? {
        let issuedAt = clock.now.floored(toMultipleOf: 3600)
        guard try await issue("rolling", at: issuedAt) else { return nil }
        if calendar.city.localTime(of: issuedAt).secondOfDay == 0 { _ = try await issue("dayAhead", at: issuedAt) }
        let zones = try await database.read(scope) { try ZoneLoads.series($0).map { ZoneID($0.subject.id) } }
        return (issuedAt, zones)
    }

    /// Computes the day-ahead forecasts of past midnights that have none, as they would have been issued
    /// then: only with hours before each, by a model that was not trained on what follows. They are marked
    /// as backfilled.
    package func backfill(days: Int) async throws {
        guard let model = try await champion() else { return }
        let today = calendar.city.localDate(of: clock.now)
        for back in (0..<days).reversed() {
            let midnight = calendar.city.start(of: today.adding(days: -back))
            guard midnight >= model.model.description.trainedTo else { continue }
            _ = try await issue("dayAhead", at: midnight, isBackfilled: true)
        }
    }

    private func issue(_ kind: String, at issuedAt: Timestamp, isBackfilled: Bool = false) async throws -> Bool {
        let exists = try await database.read(scope) {
            try ForecastRepository($0).run(kind: kind, issuedAt: issuedAt) != nil
        }
        guard !exists else { return false }
        let champion = try await champion()
        let (series, columns) = try await database.read(scope) { session in
            let series = try ZoneLoads.series(session)
            let span = TimeSpan(start: issuedAt - Self.historyHours * 3600, end: issuedAt)
            return (series, try ZoneLoads.columns(series, in: span, session))
        }
        let forecasts = forecasts(columns, champion?.model, issuedAt)
        let now = clock.now
        return try await database.write(scope) { session in
            let repository = ForecastRepository(session)
            guard
                let run = try repository.insertRun(
                    kind: kind, issuedAt: issuedAt, model: champion?.id, createdAt: now, isBackfilled: isBackfilled)
            else { return false }
            for (one, forecast) in zip(series, forecasts) where !forecast.points.isEmpty {
                try repository.insertSeries(
                    one.id, run: run, fallbackReason: forecast.source.reason,
                    values: forecast.points.map {
                        StoredQuantiles(start: $0.start, p10: $0.p10, p50: $0.p50, p90: $0.p90)
                    })
            }
            try repository.removeRolling(
                issuedBefore: issuedAt - Self.rollingDays * 86_400, limit: Self.clearedAtOnce)
            return true
        }
    }

    private func forecasts(_ columns: [ForecastSeries], _ model: ForecastModel?, _ issuedAt: Timestamp) -> [Forecast] {
        if let model {
            return model.forecast(
                columns, issuedAt: issuedAt,
                calendar: ForecastCalendar(calendar: calendar.lived, holidays: calendar.holidays))
        }
        return columns.map {
            SeasonalBaseline.forecast($0, issuedAt: issuedAt, reason: "there is no trained model that can be read")
        }
    }

    /// Nil when there is none, or when its file is lost or of another version: the baseline serves then.
    private func champion() async throws -> (id: ModelVersionID, model: ForecastModel)? {
        let stored = try await database.read(scope) {
            try ModelVersionRepository($0).champion(of: ModelKind.forecaster)
        }
        guard let stored else { return nil }
        if let known = loaded.withLock({ $0 }), known.id == stored.id { return known }
        guard let model = try? ForecastModelFile.decode(try objects.get(stored.objectKey)) else { return nil }
        let fresh = (id: stored.id, model: model)
        loaded.withLock { $0 = fresh }
        return fresh
    }
}
