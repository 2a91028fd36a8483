/// What the wall clock shows.
public struct LocalTime: Hashable, Sendable {
    public let date: CivilDate
    public let secondOfDay: Int

    public init(date: CivilDate, secondOfDay: Int) {
        self.date = date
        self.secondOfDay = secondOfDay
    }

    /// - Parameter wallClock: the local time as if it were UTC.
    public init(wallClock: Timestamp) {
        date = wallClock.utcDate
        secondOfDay = Int(wallClock - date.startUTC)
    }

    /// 0…23
    public var hour: Int { secondOfDay / 3600 }
    /// 0 = Monday … 6 = Sunday.
    public var weekday: Int { date.weekday }
}
