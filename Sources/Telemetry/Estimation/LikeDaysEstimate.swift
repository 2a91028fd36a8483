public import GridModel

/// The median of the same time of day on like days before: the estimate of long gaps.
///
/// Days are alike when both are workdays, both Saturdays, or both Sundays or holidays. Of each interval the latest
/// `mostDays` like days of the `memoryDays` before count that were read then, and at least `fewestDays`: with fewer
/// there is no estimate. Times of day are the wall clock's, so the day after the clock was changed is like the day
/// before it; of an hour that comes twice, the first is taken. Estimates are never made of estimates.
public struct LikeDaysEstimate: Sendable {
    public static let memoryDays = 35
    public static let mostDays = 5
    public static let fewestDays = 3

    private enum DayClass {
        case workday
        case saturday
        case restDay
    }

    private struct Moment: Hashable {
        let date: CivilDate
        let second: Int64
    }

    private let calendar: CityCalendar
    private let holidays: HolidayCalendar
    private var known: [Moment: Double] = [:]

    public init(calendar: CityCalendar, holidays: HolidayCalendar) {
        self.calendar = calendar
        self.holidays = holidays
    }

    /// Adds readings to estimate from; estimated and substituted ones are left out.
    public mutating func add(_ block: ReadingBlock) {
        for index in block.starts.indices where !block.qualities[index].isEstimate {
            let moment = moment(of: block.starts[index])
            if known[moment] == nil { known[moment] = block.values[index] }
        }
    }

    /// The estimates of the gap's intervals, those without enough like days left out.
    public func readings(in gap: TimeSpan, intervalSeconds: Int64) -> [Reading] {
        stride(from: 0, to: gap.seconds, by: Int(max(1, intervalSeconds))).compactMap { offset in
            let start = gap.start + offset
            let wanted = moment(of: start)
            let kind = dayClass(wanted.date)
            var values: [Double] = []
            for back in 1...Int64(Self.memoryDays) where values.count < Self.mostDays {
                let date = wanted.date.adding(days: -Int(back))
                guard dayClass(date) == kind, let value = known[Moment(date: date, second: wanted.second)] else {
                    continue
                }
                values.append(value)
            }
            guard values.count >= Self.fewestDays, let median = values.median else { return nil }
            return Reading(start: start, value: median, quality: .estimated)
        }
    }

    private func moment(of start: Timestamp) -> Moment {
        let wall = start + calendar.offset(at: start)
        let midnight = wall.floored(toMultipleOf: 86_400)
        return Moment(date: wall.utcDate, second: wall - midnight)
    }

    private func dayClass(_ date: CivilDate) -> DayClass {
        if holidays.contains(date) || date.weekday == 6 { return .restDay }
        return date.weekday == 5 ? .saturday : .workday
    }
}
