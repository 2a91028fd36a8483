import GridModel

/// Turns times on a wall clock into moments.
struct LocalClock {
    private let calendar: CityCalendar
    /// The offsets that fit, by quarter hours of the wall clock: no zone changes in between.
    private var offsets: [Int64: [Int64]] = [:]

    init(calendar: CityCalendar) {
        self.calendar = calendar
    }

    /// The moments that show a time, the earlier first: none where the clock skips it, two where it shows it twice.
    ///
    /// - Parameter wall: the clock's time as if it were UTC.
    mutating func moments(of wall: Timestamp) -> [Timestamp] {
        let quarter = wall.floored(toMultipleOf: 900)
        return (offsets[quarter.secondsSinceEpoch] ?? look(up: quarter)).map { wall - $0 }
    }

    /// The moment of a row of a table that runs forward without gaps.
    ///
    /// - Parameter last: the moment of the row before; of two moments that show the same time, the later one is meant
    ///   when the earlier one is not after it.
    /// - Returns: nil for a time that the clock skips.
    mutating func moment(of wall: Timestamp, after last: Timestamp?) -> Timestamp? {
        let fitting = moments(of: wall)
        guard fitting.count > 1, let last, last >= fitting[0] else { return fitting.first }
        return fitting[1]
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
