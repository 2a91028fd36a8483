import Forecasting
package import GridModel
import Learning
package import Persistence

/// Issues the zones' forecasts: every hour for the next 24 hours, and at local midnight the day-ahead.
///
/// A local midnight between two whole hours counts as the next whole hour.
package final class IssueForecasts: Sendable {
    private static let historyHours = Int64(ForecastModel.historyHours)

    /// How long rolling forecasts are kept. Day-ahead forecasts, by which the models are judged, are kept for ever.
    package static let rollingDays: Int64 = 35
    /// How many old runs an issue clears away: more than one an hour, so that a backlog shrinks.
    private static let clearedAtOnce = 48

    private let database: any Database
    private let scope: TenantScope
    private let calendar: LoadCalendar
    private let clock: CityClock
    private let champion: ServedModel<ForecastModel>

    package init(
        database: any Database, objects: ObjectStore, scope: TenantScope, calendar: LoadCalendar, clock: CityClock
    ) {
        self.database = database
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
        champion = ServedModel(
            kind: ModelKind.forecaster, database: database, objects: objects, scope: scope,
            decode: ForecastModelFile.decode)
    }

    /// Why the model in service cannot be read; nil when it can, or when there is none.
    package var modelObstacle: String? { champion.obstacle }

    /// Issues what is due at the last whole hour, and the day-ahead of the latest local midnight where it is
    /// missing: after a standstill over midnight it is computed late, and marked as backfilled.
    /// - Returns: the last whole hour and the zones when something was issued.
    package func callAsFunction() async throws -> (issuedAt: Timestamp, zones: [ZoneID])? {
        let hour = clock.now.floored(toMultipleOf: 3600)
        let midnight = midnight(before: hour)
        let isRolling = try await issue("rolling", at: hour)
        let isDayAhead = try await issue("dayAhead", at: midnight, isBackfilled: midnight < hour)
        guard isRolling || isDayAhead else { return nil }
        let zones = try await database.read(scope) { try ZoneLoads.series($0).map { ZoneID($0.subject.id) } }
        return (hour, zones)
    }

    /// Computes the day-ahead forecasts of past midnights that have none, as they would have been issued
    /// then: only with hours before each, by a model that was not trained on what follows. They are marked
    /// as backfilled.
    package func backfill(days: Int) async throws {
        guard let model = try await champion.current() else { return }
        let today = calendar.city.localDate(of: clock.now)
        for back in (0..<days).reversed() {
            let midnight = midnight(of: today.adding(days: -back))
            guard midnight <= clock.now, midnight >= model.model.description.trainedTo else { continue }
            _ = try await issue("dayAhead", at: midnight, isBackfilled: true)
        }
    }

    private func midnight(of date: CivilDate) -> Timestamp {
        (calendar.city.start(of: date) + 3599).floored(toMultipleOf: 3600)
    }

    /// The latest at or before a whole hour.
    private func midnight(before hour: Timestamp) -> Timestamp {
        let today = calendar.city.localDate(of: hour)
        let start = midnight(of: today)
        return start <= hour ? start : midnight(of: today.adding(days: -1))
    }

    private func issue(_ kind: String, at issuedAt: Timestamp, isBackfilled: Bool = false) async throws -> Bool {
        let exists = try await database.read(scope) {
            try ForecastRepository($0).run(kind: kind, issuedAt: issuedAt) != nil
        }
        guard !exists else { return false }
        let model = try await champion.current()
        let (series, columns) = try await database.read(scope) { session in
            let series = try ZoneLoads.series(session)
            let span = TimeSpan(start: issuedAt - Self.historyHours * 3600, end: issuedAt)
            return (series, try ZoneLoads.columns(series, in: span, session))
        }
        let forecasts = try await forecasts(columns, model?.model, issuedAt)
        // A run without a value would only keep a later one from being issued, when there is something to stand on.
        guard forecasts.contains(where: { !$0.points.isEmpty }) else { return false }
        let now = clock.now
        return try await database.write(scope) { session in
            let repository = ForecastRepository(session)
            guard
                let run = try repository.insertRun(
                    kind: kind, issuedAt: issuedAt, model: model?.id, createdAt: now, isBackfilled: isBackfilled)
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

    private func forecasts(
        _ columns: [ForecastSeries], _ model: ForecastModel?, _ issuedAt: Timestamp
    ) async throws -> [Forecast] {
        guard let model else {
            let reason =
                champion.obstacle == nil
                ? "there is no trained model" : "the file of the model in service is lost or damaged"
            return columns.map { SeasonalBaseline.forecast($0, issuedAt: issuedAt, reason: reason) }
        }
        let calendar = ForecastCalendar(calendar: calendar.lived, holidays: calendar.holidays)
        return try await DedicatedThread.run { model.forecast(columns, issuedAt: issuedAt, calendar: calendar) }
    }
}
