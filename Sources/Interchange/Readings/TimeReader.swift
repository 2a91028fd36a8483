import GridModel

/// Reads the time column.
struct TimeReader {
    enum Time {
        case moment(Timestamp)
        /// Two moments show the local time.
        case repeated(RepeatedTimes.Pair)
    }

    private let format: ColumnMapping.TimeFormat
    private let order: DateOrder
    private var clock: LocalClock?

    /// Nil when the format names no time zone of the IANA database.
    init?(_ format: ColumnMapping.TimeFormat, _ order: DateOrder) {
        self.format = format
        self.order = order
        if case .isoLocal(let name) = format {
            guard let calendar = CityCalendar(identifier: name) else { return nil }
            clock = LocalClock(calendar: calendar)
        }
    }

    /// The moment, or what is wrong with the field.
    mutating func read(_ field: ArraySlice<UInt8>) -> Result<Time, TimeFault> {
        let text = String(decoding: field, as: UTF8.self)
        switch format {
        case .isoWithZone:
            if let moment = order.iso(text).flatMap({ Timestamp(iso8601: $0) }) { return .success(.moment(moment)) }
            let example = order == .iso ? "2026-11-23T09:00:00Z" : "\(order.example)+01:00"
            return .failure(TimeFault("“\(text)” is not a time with its zone, such as \(example)\(hint(text))"))
        case .epochSeconds:
            if let seconds = Int64(text) { return .success(.moment(Timestamp(secondsSinceEpoch: seconds))) }
            return .failure(TimeFault("“\(text)” is not a whole number of seconds"))
        case .isoLocal(let zone):
            guard let wall = order.iso(text).flatMap({ Timestamp(localISO8601: $0) }) else {
                let reason = "“\(text)” is not a time without zone, such as \(order.example)\(hint(text))"
                return .failure(TimeFault(reason))
            }
            let moments = clock?.moments(of: wall) ?? []
            switch moments.count {
            case 0: return .failure(TimeFault("The clock of \(zone) skips \(text)"))
            case 1: return .success(.moment(moments[0]))
            default: return .success(.repeated(RepeatedTimes.Pair(first: moments[0], second: moments[1])))
            }
        }
    }

    /// Where the text is a time of another order, how to say so.
    private func hint(_ text: String) -> String {
        let others = DateOrder.allCases.filter { $0 != order && $0.fits(text) }.map(\.rawValue)
        return others.isEmpty
            ? "" : ": the date format is \(order.rawValue), this is \(others.joined(separator: " or "))"
    }
}

struct TimeFault: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
