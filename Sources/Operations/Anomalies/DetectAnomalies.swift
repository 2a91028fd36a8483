import Detection
package import GridModel
import Learning
package import Persistence
import Telemetry

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
    private let scope: TenantScope
    private let calendar: LoadCalendar
    private let clock: CityClock
    private let champion: ServedModel<AnomalyDetector>

    package init(
        database: any Database, objects: ObjectStore, scope: TenantScope, calendar: LoadCalendar, clock: CityClock
    ) {
        self.database = database
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
        champion = ServedModel(
            kind: ModelKind.detector, database: database, objects: objects, scope: scope, decode: DetectorFile.decode)
    }

    /// Why the detector in service cannot be read, so that nothing is judged; nil when it can, or when there is none.
    package var modelObstacle: String? { champion.obstacle }

    /// - Parameter hours: how many hours before now to judge.
    /// - Returns: the numbers of findings that are new.
    package func callAsFunction(hours: Int, report: @Sendable (Double) -> Void = { _ in }) async throws -> [AnomalyID] {
        guard let champion = try await champion.current() else { return [] }
        let now = clock.now
        let end = now.floored(toMultipleOf: 3600)
        let newest = TimeSpan(start: end - Int64(hours) * 3600, end: end)
        let meters = try await database.read(scope) { try WatchedMeters.series($0) }
        var fresh: [AnomalyID] = []
        for (index, meter) in meters.enumerated() {
            let (judged, columns) = try await window(of: meter, newest)
            let events = try await DedicatedThread.run { [calendar] in
                columns.flatMap {
                    champion.model.detect(
                        $0, over: judged, calendar: calendar.lived, holidays: calendar.holidays, toldBy: calendar.city)
                }
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

    /// What to judge of a meter, and its readings of then and before.
    private func window(
        of meter: Series, _ newest: TimeSpan
    ) async throws -> (judged: TimeSpan, columns: [DetectionSeries]) {
        let end = newest.end
        let read: @Sendable (TenantSession) throws -> (judged: TimeSpan, columns: [DetectionSeries]) = { session in
            let open = try AnomalyRepository(session).firstStart(
                of: meter.id, endingAfter: newest.start - Self.openHours * 3600)
            let start = max(min(open ?? newest.start, newest.start), end - Self.longestHours * 3600)
            let history = TimeSpan(start: start - Int64(AnomalyDetector.historyHours) * 3600, end: end)
            return (TimeSpan(start: start, end: end), try WatchedMeters.columns([meter], in: history, session))
        }
        do {
            return try await database.read(scope, read)
        } catch is BlockCodecError {
            let longest = TimeSpan(
                start: end - (Self.longestHours + Int64(AnomalyDetector.historyHours)) * 3600, end: end)
            return try await database.write(scope) { session in
                try DamagedBlocks.settingAside(session, of: [meter], in: longest) { try read(session) }
            }
        }
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
}
