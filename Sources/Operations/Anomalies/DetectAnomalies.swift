import Detection
package import GridModel
import Learning
package import Persistence
import Synchronization

/// Judges the meters' newest hours and stores what the detector does not explain.
///
/// A meter with a finding that may still go on is judged from that finding's beginning, so that it grows
/// instead of being found again. Judging the same hours twice changes nothing.
package final class DetectAnomalies: Sendable {
    /// A finding that ended at most so long before the judged hours may go on in them.
    private static let openHours: Int64 = 24
    /// No finding is followed further back.
    private static let longestHours: Int64 = 60 * 24

    private let database: any Database
    private let objects: ObjectStore
    private let scope: TenantScope
    private let calendar: LoadCalendar
    private let clock: CityClock
    private let loaded = Mutex<(id: ModelVersionID, detector: AnomalyDetector)?>(nil)

    package init(
        database: any Database, objects: ObjectStore, scope: TenantScope, calendar: LoadCalendar, clock: CityClock
    ) {
        self.database = database
        self.objects = objects
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
    }

    /// - Parameter hours: how many hours before now to judge.
    /// - Returns: the numbers of findings that are new.
    package func callAsFunction(hours: Int, report: @Sendable (Double) -> Void = { _ in }) async throws -> [AnomalyID] {
        guard let champion = try await champion() else { return [] }
        let now = clock.now
        let end = now.floored(toMultipleOf: 3600)
        let newest = TimeSpan(start: end - Int64(hours) * 3600, end: end)
        let meters = try await database.read(scope) { try WatchedMeters.series($0) }
        var fresh: [AnomalyID] = []
        for (index, meter) in meters.enumerated() {
            let (judged, columns) = try await database.read(scope) { session in
                let open = try AnomalyRepository(session).firstStart(
                    of: meter.id, endingAfter: newest.start - Self.openHours * 3600)
                let start = max(min(open ?? newest.start, newest.start), end - Self.longestHours * 3600)
                let history = TimeSpan(start: start - Int64(AnomalyDetector.historyHours) * 3600, end: end)
                return (TimeSpan(start: start, end: end), try WatchedMeters.columns([meter], in: history, session))
            }
            let events = columns.flatMap {
                champion.detector.detect(
                    $0, over: judged, calendar: calendar.lived, holidays: calendar.holidays, toldBy: calendar.city)
            }
            if !events.isEmpty {
                fresh += try await database.write(scope) { session in
                    let repository = AnomalyRepository(session)
                    return try events.compactMap { event in
                        let (id, isNew) = try repository.upsert(
                            Self.anomaly(event, of: meter, model: champion.id, detectedAt: now))
                        return isNew ? id : nil
                    }
                }
            }
            report(Double(index + 1) / Double(meters.count))
        }
        return fresh
    }

    private static func anomaly(
        _ event: AnomalyEvent, of series: Series, model: ModelVersionID, detectedAt: Timestamp
    ) -> StoredAnomaly {
        StoredAnomaly(
            series: series.id, span: event.span, kind: event.kind.rawValue, score: event.score,
            threshold: event.threshold, actual: event.actual, expected: event.expected,
            expectedLow: event.expectedLow, expectedHigh: event.expectedHigh, reason: event.reason, model: model,
            detectedAt: detectedAt)
    }

    /// Nil when there is none, or when its file is lost or of another version.
    private func champion() async throws -> (id: ModelVersionID, detector: AnomalyDetector)? {
        let stored = try await database.read(scope) { try ModelVersionRepository($0).champion(of: ModelKind.detector) }
        guard let stored else { return nil }
        if let known = loaded.withLock({ $0 }), known.id == stored.id { return known }
        guard let detector = try? DetectorFile.decode(try objects.get(stored.objectKey)) else { return nil }
        let fresh = (id: stored.id, detector: detector)
        loaded.withLock { $0 = fresh }
        return fresh
    }
}
