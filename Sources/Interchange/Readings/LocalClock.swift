import GridModel

/// Turns times on a wall clock into moments.
struct LocalClock {
    private let calendar: CityCalendar
    /// The offsets that fit, by quarter hours of the wall clock: no zone changes in between.
    private var offsets: [Int64: [Int64]] = [:]

    init(calendar: CityCalendar) {
        self.calendar = calendar
    }

    /// - Parameters:
    ///   - wall: the clock's time as if it were UTC.
    ///   - last: the moment of the row before; of two moments that show the same time, the later
    ///     one is meant when the earlier one is not after it.
    /// - Returns: nil for a time that the clock skips.
    mutating func moment(of wall: Timestamp, after last: Timestamp?) -> Timestamp? {
        let quarter = wall.floored(toMultipleOf: 900)
        let fitting = offsets[quarter.secondsSinceEpoch] ?? look(up: quarter)
        guard let east = fitting.first else { return nil }
        let first = wall - east
        guard fitting.count > 1, let last, last >= first else { return first }
        return wall - fitting[1]
    }

    /// The greatest offset first: it is the earlier moment.
    private mutating func look(up quarter: Timestamp) -> [Int64] {
        let around = [calendar.offset(at: quarter - 129_600), calendar.offset(at: quarter + 129_600)]
        let fitting = Set(around).filter { calendar.offset(at: quarter - $0) == $0 }.sorted(by: >)
        if offsets.count > 100_000 { offsets.removeAll() }
        offsets[quarter.secondsSinceEpoch] = fitting
        return fitting
    }
}
