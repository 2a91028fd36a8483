public import GridModel

/// Writes moments on the wall clock of a time zone, with the offset in force: `2026-10-25T02:30:00+02:00`. No two
/// moments look alike, also in the hour that the clock shows twice.
public struct LocalTimeText: Sendable {
    /// Offsets are looked up once for so long where they do not change.
    private static let stretch: Int64 = 6 * 3600

    private let calendar: CityCalendar
    private var known = TimeSpan(start: .epoch, end: .epoch)
    private var knownOffset: Int64 = 0

    public init(calendar: CityCalendar) {
        self.calendar = calendar
    }

    /// Seconds east of Greenwich.
    public mutating func offset(at moment: Timestamp) -> Int64 {
        if known.contains(moment) { return knownOffset }
        let start = moment.floored(toMultipleOf: Self.stretch)
        let first = calendar.offset(at: start)
        guard calendar.offset(at: start + Self.stretch - 1) == first else { return calendar.offset(at: moment) }
        known = TimeSpan(start: start, end: start + Self.stretch)
        knownOffset = first
        return first
    }

    /// An offset that is no whole minute (local mean time, before zones were agreed on) cannot be written: such a
    /// moment is written in UTC.
    public mutating func append(_ moment: Timestamp, to bytes: inout [UInt8]) {
        var offset = offset(at: moment)
        if offset % 60 != 0 { offset = 0 }
        bytes.append(contentsOf: (moment + offset).iso8601.utf8.dropLast())
        bytes.append(contentsOf: Self.offsetText(offset).utf8)
    }

    /// `+02:00`; `Z` for none.
    public static func offsetText(_ offset: Int64) -> String {
        guard offset != 0 else { return "Z" }
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
        let minutes = abs(offset) / 60
        return (offset < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }
}
