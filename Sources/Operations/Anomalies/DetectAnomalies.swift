import Detection
package import GridModel
import Learning
package import Persistence
import Synchronization

/// Judges the meters' newest hours and stores what the detector does not explain.
package final class DetectAnomalies: Sendable {
    private let database: any Database
    private let objects: ObjectStore
    private let scope: TenantScope
    private let calendar: CityCalendar
    private let clock: CityClock
    private let loaded = Mutex<(id: ModelVersionID, detector: AnomalyDetector)?>(nil)

    package init(
        database: any Database, objects: ObjectStore, scope: TenantScope, calendar: CityCalendar, clock: CityClock
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
        let judged = TimeSpan(start: end - Int64(hours) * 3600, end: end)
        let history = TimeSpan(start: judged.start - Int64(AnomalyDetector.historyHours) * 3600, end: end)
        let meters = try await database.read(scope) { try WatchedMeters.series($0) }
        var fresh: [AnomalyID] = []
        for (index, meter) in meters.enumerated() {
            let column = try await database.read(scope) { try WatchedMeters.columns([meter], in: history, $0)[0] }
            let events = champion.detector.detect(column, over: judged, calendar: calendar)
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

    private func champion() async throws -> (id: ModelVersionID, detector: AnomalyDetector)? {
        let stored = try await database.read(scope) { try ModelVersionRepository($0).champion(of: ModelKind.detector) }
        guard let stored else { return nil }
        if let known = loaded.withLock({ $0 }), known.id == stored.id { return known }
        let fresh = (id: stored.id, detector: try DetectorFile.decode(try objects.get(stored.objectKey)))
        loaded.withLock { $0 = fresh }
        return fresh
    }
}
