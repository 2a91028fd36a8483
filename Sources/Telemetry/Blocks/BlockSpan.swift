public import GridModel

/// The stretch of time whose readings of one series are stored together in one block.
///
/// It depends on the interval length only: a UTC day for intervals under an hour, a UTC month
/// for intervals from an hour to under a day, a UTC year for intervals of a day and more. So a
/// block holds about a hundred to a thousand readings, 1440 at most for the interval lengths
/// in `Series.acceptedIntervalSeconds`.
public struct BlockSpan: Hashable, Sendable {
    /// Its start is the block's key.
    public let span: TimeSpan
    public let intervalSeconds: Int64

    /// - Parameter intervalSeconds: taken as 1 when it is not positive.
    public init(containing moment: Timestamp, intervalSeconds: Int64) {
        let interval = max(1, intervalSeconds)
        let date = moment.utcDate
        let first: CivilDate
        let next: CivilDate
        if interval < 3600 {
            first = date
            next = date.adding(days: 1)
        } else if interval < 86_400 {
            first = date.adding(days: 1 - date.day)
            next = first.adding(days: CivilDate.days(inMonth: first.month, year: first.year))
        } else {
            first = CivilDate(year: date.year, month: 1, day: 1) ?? date
            next = CivilDate(year: date.year + 1, month: 1, day: 1) ?? date.adding(days: 1)
        }
        span = TimeSpan(start: first.startUTC, end: next.startUTC)
        self.intervalSeconds = interval
    }

    public var start: Timestamp { span.start }
    public var end: Timestamp { span.end }

    /// How many intervals begin in the whole span.
    public var expectedCount: Int { Int((span.seconds + intervalSeconds - 1) / intervalSeconds) }

    public func contains(_ moment: Timestamp) -> Bool { span.contains(moment) }
}

extension BlockSpan: Comparable {
    public static func < (a: BlockSpan, b: BlockSpan) -> Bool {
        (a.start, a.intervalSeconds) < (b.start, b.intervalSeconds)
    }
}
