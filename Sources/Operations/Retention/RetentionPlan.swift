import GridModel
import Persistence
import Telemetry

/// Before which moments a policy lets go of what, at one moment in time.
struct RetentionPlan: Hashable, Sendable {
    /// Before this, readings are closed; nil: none are.
    let closedBefore: Timestamp?
    private let moments: [RetainedTable: Timestamp]

    /// Cuts are beginnings of local days, so that no day is left half.
    init(_ policy: RetentionPolicy, now: Timestamp, calendar: CityCalendar) {
        func start(_ months: Int?) -> Timestamp? {
            months.map { calendar.start(of: calendar.localDate(of: now).subtracting(months: $0)) }
        }
        closedBefore = start(policy.rawMonths)
        let raw = closedBefore.map { $0 - RetentionBoundary.memorySeconds }
        var moments: [RetainedTable: Timestamp] = [:]
        moments[.readingBlocks] = raw
        moments[.damagedBlocks] = raw
        moments[.readingRevisions] = start(policy.revisionMonths)
        moments[.seriesHourly] = start(policy.hourlyMonths)
        moments[.areaHourly] = moments[.seriesHourly]
        moments[.seriesDaily] = start(policy.dailyMonths)
        moments[.areaDaily] = moments[.seriesDaily]
        moments[.forecasts] = start(policy.forecastMonths)
        moments[.anomalies] = start(policy.anomalyMonths)
        moments[.findings] = moments[.anomalies]
        self.moments = moments
    }

    func moment(of table: RetainedTable) -> Timestamp? { moments[table] }

    /// What a series' rows must lie before; of blocks the start of the first whose span is not over by then.
    func moment(of table: RetainedTable, intervalSeconds: Int64) -> Timestamp? {
        guard table == .readingBlocks else { return moments[table] }
        return moments[table].map { BlockSpan(containing: $0, intervalSeconds: intervalSeconds).start }
    }
}
