public import Foundation

/// The calendar of a city: which local day, hour and weekday a moment falls on.
///
/// Days are the time zone's, so a day has 23, 24 or 25 hours. Every answer looks the zone's offset up;
/// hot loops over hours take `HourlyCalendar`, which holds them.
public struct CityCalendar: Sendable {
    public let timeZone: TimeZone
    /// How many weeks after they were recorded the readings are shown; 0 for a city in its own time.
    public let movedByWeeks: Int

    /// - Parameter movedByWeeks: for a recorded year that is replayed later: people lived by the clock of
    ///   then, so the clock goes forward and back when it did in the recorded year.
    public init(timeZone: TimeZone, movedByWeeks: Int = 0) {
        self.timeZone = timeZone
        self.movedByWeeks = movedByWeeks
    }

    /// Nil for a name that is not in the IANA database.
    public init?(identifier: String) {
        guard let timeZone = TimeZone(identifier: identifier) else { return nil }
        self.init(timeZone: timeZone)
    }

    /// The IANA name.
    public var identifier: String { timeZone.identifier }

    /// Seconds east of Greenwich in force at this moment.
    public func offset(at moment: Timestamp) -> Int64 {
        let recorded = moment.secondsSinceEpoch - Int64(movedByWeeks) * 7 * 86_400
        return Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(recorded))))
    }

    public func localDate(of moment: Timestamp) -> CivilDate {
        (moment + offset(at: moment)).utcDate
    }

    /// Date, hour 0…23 and weekday (0 = Monday) on the wall clock.
    public func localTime(of moment: Timestamp) -> LocalTime {
        LocalTime(wallClock: moment + offset(at: moment))
    }

    /// The first moment of a local day. Where the clock skips midnight, the first moment after.
    public func start(of date: CivilDate) -> Timestamp {
        let asIfUTC = date.startUTC
        // The offset in force near that midnight, tried from both sides of a possible change.
        let candidates = [asIfUTC - offset(at: asIfUTC - 86_400), asIfUTC - offset(at: asIfUTC + 86_400)]
        let exact = candidates.filter { localTime(of: $0) == LocalTime(wallClock: asIfUTC) }
        if let first = exact.min() { return first }
        return firstMoment(of: date, between: asIfUTC - 86_400, and: asIfUTC + 86_400)
    }

    /// The span of a local day: 23, 24 or 25 hours.
    public func span(of date: CivilDate) -> TimeSpan {
        TimeSpan(start: start(of: date), end: start(of: date.adding(days: 1)))
    }

    private func firstMoment(of date: CivilDate, between low: Timestamp, and high: Timestamp) -> Timestamp {
        var low = low
        var high = high
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if localDate(of: middle) < date { low = middle } else { high = middle }
        }
        return high
    }
}
