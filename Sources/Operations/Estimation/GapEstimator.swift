import GridModel
import Persistence
import Telemetry

/// Estimates one gap of one series by the first method that can.
struct GapEstimator {
    let session: TenantSession
    let calendar: CityCalendar
    let holidays: HolidayCalendar
    let settings: VEESettings
    let feeders: FeederMeters

    /// What stands in for the readings of a gap.
    struct Estimate {
        let method: EstimationMethod
        let readings: [Reading]
    }

    /// - Returns: a failure that says why, when no method can.
    func estimate(_ gap: TimeSpan, of series: Series) throws -> Result<Estimate, Obstacle> {
        let hours = Double(gap.seconds) / 3600
        guard !series.quantity.isRegister, try !RegisterEnergyRepository(session).isEnergy(series.id) else {
            return .failure(Obstacle("A register's outage is not spread: only its total is known."))
        }
        guard hours <= settings.longestHours else {
            return .failure(Obstacle("Longer than \(settings.longestHours) hours."))
        }
        if hours <= settings.linearHours, let linear = try linear(gap, of: series) { return .success(linear) }
        if let share = try feeders.share(in: gap, of: series, session), !share.isEmpty {
            return .success(Estimate(method: .feederAllocation, readings: share))
        }
        let like = try likeDays(gap, of: series)
        guard Int64(like.count) * series.intervalSeconds == gap.seconds else {
            return .failure(
                Obstacle("Fewer than \(LikeDaysEstimate.fewestDays) like days were read before it."))
        }
        return .success(Estimate(method: .likeDays, readings: like))
    }

    /// By a method that somebody chose; empty where it cannot.
    func estimate(_ gap: TimeSpan, of series: Series, by method: EstimationMethod) throws -> [Reading] {
        switch method {
        case .linear: try linear(gap, of: series)?.readings ?? []
        case .likeDays: try likeDays(gap, of: series)
        case .feederAllocation: try feeders.share(in: gap, of: series, session) ?? []
        }
    }

    private func linear(_ gap: TimeSpan, of series: Series) throws -> Estimate? {
        let repository = ReadingBlockRepository(session)
        func value(_ start: Timestamp) throws -> Double? {
            var value: Double?
            try repository.forEachBlock(
                of: series.id, intervalSeconds: series.intervalSeconds,
                in: TimeSpan(start: start, end: start + series.intervalSeconds)
            ) { block in
                if let index = block.index(of: start), !block.qualities[index].isEstimate {
                    value = block.values[index]
                }
            }
            return value
        }
        guard let before = try value(gap.start - series.intervalSeconds), let after = try value(gap.end) else {
            return nil
        }
        return Estimate(
            method: .linear,
            readings: LinearEstimate.readings(
                in: gap, intervalSeconds: series.intervalSeconds, before: before, after: after))
    }

    private func likeDays(_ gap: TimeSpan, of series: Series) throws -> [Reading] {
        var estimate = LikeDaysEstimate(calendar: calendar, holidays: holidays)
        let history = TimeSpan(
            start: gap.start - Int64(LikeDaysEstimate.memoryDays + 1) * 86_400, end: gap.start)
        try ReadingBlockRepository(session).forEachBlock(
            of: series.id, intervalSeconds: series.intervalSeconds, in: history
        ) { estimate.add($0) }
        return estimate.readings(in: gap, intervalSeconds: series.intervalSeconds)
    }
}

/// Why something cannot be estimated.
struct Obstacle: Error, Hashable {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
