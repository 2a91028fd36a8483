package import GridModel
package import Persistence

/// Puts the trainings that are due into the queue: of a model that is missing or cannot be read, as soon as
/// the history is long enough, and of one that has grown old.
package struct ScheduleTraining: Sendable {
    /// What both models need: weeks to look back on, to learn from, to stop and calibrate by, and to be scored on.
    static let historyDays: Int64 = 92
    /// Readings that ended longer ago belong to an archive: there is nothing to forecast.
    static let freshDays: Int64 = 7
    static let retrainingDays: Int64 = 28
    /// A training that failed is not tried again before.
    static let pauseSeconds: Int64 = 86_400

    private let database: any Database
    private let objects: ObjectStore?
    private let scope: TenantScope
    private let clock: CityClock
    private let wallClock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - objects: where models lie; nil: their files are taken to be readable.
    ///   - clock: the city's, which history and the age of models are measured by.
    ///   - wallClock: the queue's.
    package init(
        database: any Database, objects: ObjectStore? = nil, scope: TenantScope, clock: CityClock,
        wallClock: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.objects = objects
        self.scope = scope
        self.clock = clock
        self.wallClock = wallClock
    }

    /// - Returns: the kinds of the jobs that were added; one that waits or runs is not added again.
    @discardableResult
    package func callAsFunction() async throws -> [String] {
        let (now, queueTime) = (clock.now, wallClock())
        var missing: [String] = []
        if let objects { missing = try await MissingModels(database: database, objects: objects, scope: scope)() }
        let unreadable = missing
        return try await database.write(scope) { session in
            let candidates = [
                (ModelKind.forecaster, ModelKind.trainForecaster, try ZoneLoads.series(session)),
                (ModelKind.detector, ModelKind.trainDetector, try WatchedMeters.series(session)),
            ]
            let recent = try JobRepository(session).list().filter { queueTime - $0.createdAt < Self.pauseSeconds }
            return try candidates.compactMap { model, job, series in
                guard !recent.contains(where: { $0.kind == job }),
                    try unreadable.contains(model) || isOld(model, at: now, session),
                    try hasHistory(series, at: now, session)
                else { return nil }
                // A training that a crash or a shutdown cut short begins anew: it changes nothing until it ends.
                let id = try JobRepository(session).enqueue(
                    kind: job, payload: "{}", uniqueKey: model, maxAttempts: 3, runAt: queueTime, now: queueTime)
                return id.map { _ in job }
            }
        }
    }

    private func isOld(_ model: String, at now: Timestamp, _ session: TenantSession) throws -> Bool {
        let versions = try ModelVersionRepository(session).all().filter { $0.kind == model }
        guard try ModelVersionRepository(session).champion(of: model) != nil else { return true }
        // A challenger that lost counts: it was the answer to "is there a better one by now?".
        return versions.map(\.createdAt).max().map { now - $0 >= Self.retrainingDays * 86_400 } ?? true
    }

    /// Whether some series has been read for long enough, until lately.
    private func hasHistory(_ series: [Series], at now: Timestamp, _ session: TenantSession) throws -> Bool {
        let reader = SeriesReader(session)
        return try series.contains { one in
            guard let extent = try reader.extent(of: one) else { return false }
            return now - extent.first >= Self.historyDays * 86_400 && now - extent.last <= Self.freshDays * 86_400
        }
    }
}
