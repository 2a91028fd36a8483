package import GridModel
package import Persistence
import Telemetry

/// Fills the gaps that validation found and that nothing came in for.
///
/// Each gap is a transaction of its own. Estimates are readings of quality `estimated`, noted as an edit with their
/// method, so that they can be taken back; a reading that comes in late replaces its estimate as a revision. What
/// has nothing after it is not estimated: the sum of its zone has a rule of its own for that.
package struct EstimateGaps: Sendable {
    /// The kind of the job.
    package static let job = "estimate_gaps"
    /// Of a job that somebody asked for: what could not be estimated before is tried again.
    package static let retryPayload = #"{"isRetrying":true}"#
    private static let gapsAtOnce = 200

    private let database: any Database
    private let scope: TenantScope
    private let calendar: LoadCalendar
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, calendar: LoadCalendar, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
    }

    /// - Parameters:
    ///   - isRetrying: also gaps that could not be estimated before.
    ///   - progress: how many gaps have been looked at.
    /// - Returns: how many readings were estimated.
    @discardableResult
    package func callAsFunction(
        isRetrying: Bool = false, progress: @Sendable (Int) throws -> Void = { _ in }
    ) async throws -> Int {
        let now = clock.now
        let (settings, feeders) = try await database.read(scope) { session in
            (try VEESettings.stored(session), try FeederMeters(session))
        }
        guard settings.isEstimating else { return 0 }
        let moment = now - Int64(settings.graceHours * 3600)
        var (last, seen, estimated) = (FindingID(0), 0, 0)
        while true {
            let after = last
            let gaps = try await database.read(scope) {
                try FindingRepository($0).openGaps(
                    endedBy: moment, isRetrying: isRetrying, after: after, limit: Self.gapsAtOnce)
            }
            guard let end = gaps.last else { return estimated }
            for gap in gaps {
                estimated += try await database.write(scope) { session in
                    try fill(gap, settings, feeders, at: now, session)
                }
                seen += 1
                try progress(seen)
            }
            last = end.id
        }
    }

    /// Puts a job into the queue where a gap is due.
    package func enqueue(at wallClock: Timestamp) async throws {
        let now = clock.now
        try await database.write(scope) { session in
            let settings = try VEESettings.stored(session)
            let moment = now - Int64(settings.graceHours * 3600)
            guard settings.isEstimating,
                try !FindingRepository(session).openGaps(endedBy: moment, isRetrying: false, limit: 1).isEmpty
            else { return }
            _ = try JobRepository(session).enqueue(
                kind: Self.job, payload: "{}", uniqueKey: "all", runAt: wallClock, now: wallClock)
        }
    }

    private func fill(
        _ gap: OpenGap, _ settings: VEESettings, _ feeders: FeederMeters, at now: Timestamp, _ session: TenantSession
    ) throws -> Int {
        guard let series = try SeriesRepository(session).series(gap.series),
            !settings.zonesNotEstimated.contains(series.zone?.rawValue ?? 0),
            try !EditRepository(session).wasReverted(series.id, overlapping: gap.span)
        else { return 0 }
        var finder = GapFinder(span: gap.span, intervalSeconds: series.intervalSeconds)
        try ReadingBlockRepository(session).forEachBlock(
            of: series.id, intervalSeconds: series.intervalSeconds, in: gap.span
        ) { finder.add($0) }
        let estimator = GapEstimator(
            session: session, calendar: calendar.city, holidays: calendar.holidays, settings: settings, feeders: feeders
        )
        var count = 0
        for missing in finder.gaps {
            switch try estimator.estimate(missing, of: series) {
            case .failure(let obstacle):
                try FindingRepository(session).set(.open, of: gap.id, note: obstacle.reason, at: now)
                return count
            case .success(let estimate):
                var store = ReadingStore(session, now: now, source: "estimate: \(estimate.method.rawValue)")
                try store.merge(estimate.readings, into: series)
                _ = try EditRepository(session).insert(
                    NewEdit(
                        series: series.id, kind: .estimate, span: missing, method: estimate.method.rawValue,
                        reason: "Nothing was read.", actor: "estimation", requestID: nil, madeAt: now),
                    estimate.readings.map { EditedValue(start: $0.start, old: nil, new: $0) })
                count += estimate.readings.count
            }
        }
        try FindingRepository(session).set(.estimated, of: gap.id, note: nil, at: now)
        return count
    }
}
