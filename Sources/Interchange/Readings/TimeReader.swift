import GridModel

/// Reads the time column.
struct TimeReader {
    private let format: ColumnMapping.TimeFormat
    private var clock: LocalClock?

    /// Nil when the format names no time zone of the IANA database.
    init?(_ format: ColumnMapping.TimeFormat) {
        self.format = format
        if case .isoLocal(let name) = format {
            guard let calendar = CityCalendar(identifier: name) else { return nil }
            clock = LocalClock(calendar: calendar)
        }
    }

    /// The moment, or what is wrong with the field.
    ///
    /// - Parameter last: the moment of the row before.
    mutating func read(_ field: ArraySlice<UInt8>, after last: Timestamp?) -> Result<Timestamp, TimeFault> {
        let text = String(decoding: field, as: UTF8.self)
        switch format {
        case .isoWithZone:
            if let moment = Timestamp(iso8601: text) { return .success(moment) }
            return .failure(TimeFault("“\(text)” is not a time with its zone, such as 2026-11-23T09:00:00Z"))
        case .epochSeconds:
            if let seconds = Int64(text) { return .success(Timestamp(secondsSinceEpoch: seconds)) }
            return .failure(TimeFault("“\(text)” is not a whole number of seconds"))
        case .isoLocal(let zone):
            guard let wall = Timestamp(localISO8601: text) else {
                return .failure(TimeFault("“\(text)” is not a time without zone, such as 2026-11-23 09:00"))
            }
            if let moment = clock?.moment(of: wall, after: last) { return .success(moment) }
            return .failure(TimeFault("The clock of \(zone) skips \(text)"))
        }
    }
}

struct TimeFault: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
