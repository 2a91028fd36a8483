public import GridModel

/// Hourly and daily figures of one series from its readings.
///
/// Hours are the hours of UTC in every time zone, so an hour is the same stretch of time for
/// all. Days are the city's. An interval belongs to the hour or day in which it begins; where a
/// zone's midnight cuts an interval in two (hourly readings in a half-hour zone), the whole
/// interval counts to the day of its start.
public enum Rollup {
    /// The UTC hours that touch `span` and have a reading, ascending.
    ///
    /// Empty when the interval does not divide an hour.
    public static func hourly(
        _ blocks: some Sequence<ReadingBlock>, intervalSeconds: Int64, over span: TimeSpan
    ) -> [RollupBucket] {
        guard var columns = HourlyColumns(covering: span, intervalSeconds: intervalSeconds) else { return [] }
        for block in blocks { columns.add(block) }
        return columns.buckets
    }

    /// The whole local days that `span` touches: load the blocks of this to rebuild those days.
    public static func wholeDays(touching span: TimeSpan, calendar: CityCalendar) -> TimeSpan {
        guard !span.isEmpty else { return span }
        return TimeSpan(
            start: calendar.start(of: calendar.localDate(of: span.start)),
            end: calendar.span(of: calendar.localDate(of: span.end - 1)).end)
    }

    /// The local days that touch `span` and have a reading, ascending. The days count whole:
    /// readings of such a day outside `span` belong to it.
    ///
    /// - Parameter blocks: in any order; each reading once.
    public static func daily(
        _ blocks: some Sequence<ReadingBlock>, intervalSeconds: Int64, calendar: CityCalendar, over span: TimeSpan
    ) -> [DayBucket] {
        guard !span.isEmpty else { return [] }
        let days = localDays(touching: span, calendar: calendar)
        var accumulators = Array(repeating: BucketAccumulator(), count: days.count)
        for block in blocks {
            guard let first = block.starts.first, let last = block.starts.last else { continue }
            for (index, day) in days.enumerated() where day.span.start <= last && first < day.span.end {
                accumulators[index].add(block.clipped(to: day.span))
            }
        }
        let interval = max(1, intervalSeconds)
        return zip(days, accumulators).compactMap { day, accumulator in
            accumulator.bucket(over: day.span, expectedCount: day.span.count(ofIntervals: interval)).map {
                DayBucket(date: day.date, bucket: $0)
            }
        }
    }

    private static func localDays(
        touching span: TimeSpan, calendar: CityCalendar
    ) -> [(date: CivilDate, span: TimeSpan)] {
        var days: [(date: CivilDate, span: TimeSpan)] = []
        var date = calendar.localDate(of: span.start)
        var start = calendar.start(of: date)
        while start < span.end {
            let next = date.adding(days: 1)
            let end = calendar.start(of: next)
            // A zone that moved across the date line skipped a whole day: it has no span.
            if start < end { days.append((date, TimeSpan(start: start, end: end))) }
            date = next
            start = end
        }
        return days
    }
}

extension TimeSpan {
    /// How many intervals aligned to the epoch begin in the span.
    func count(ofIntervals seconds: Int64) -> Int {
        let before = (start + seconds - 1).floored(toMultipleOf: seconds)
        let end = (end + seconds - 1).floored(toMultipleOf: seconds)
        return Int((end - before) / seconds)
    }
}
