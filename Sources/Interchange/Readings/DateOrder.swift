import GridModel

/// In which order a file writes day, month and year.
public enum DateOrder: String, CaseIterable, Hashable, Sendable, Codable {
    /// `2026-03-29`, ISO 8601
    case iso
    /// `29.03.2026`, `29/03/2026` or `29-03-2026`
    case dayFirst
    /// `03/29/2026` or `03-29-2026`
    case monthFirst

    /// For a person.
    var example: String {
        switch self {
        case .iso: "2026-11-23 09:00"
        case .dayFirst: "23.11.2026 09:00"
        case .monthFirst: "11/23/2026 09:00"
        }
    }

    /// The text with its date as ISO 8601 has it and two digits of the hour; nil when it is not in this order.
    func iso(_ text: String) -> String? {
        if self == .iso { return text }
        let bytes = Array(text.utf8)
        guard bytes.count <= 40 else { return nil }
        var place = 0
        func number(_ most: Int) -> String? {
            let start = place
            while place < bytes.count, place - start < most, (0x30...0x39).contains(bytes[place]) { place += 1 }
            guard place > start else { return nil }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }
        let marks = self == .dayFirst ? Array("./-".utf8) : Array("/-".utf8)
        guard let one = number(2), place < bytes.count, case let mark = bytes[place], marks.contains(mark) else {
            return nil
        }
        place += 1
        guard let two = number(2), place < bytes.count, bytes[place] == mark else { return nil }
        place += 1
        guard let year = number(4), year.count == 4 else { return nil }
        let (day, month) = self == .dayFirst ? (one, two) : (two, one)
        var rest = bytes[place...]
        // Some write a comma between date and time.
        if rest.first == UInt8(ascii: ",") { rest.removeFirst() }
        let time = String(decoding: rest, as: UTF8.self)
        let hour = time.drop { $0 == " " || $0 == "T" }
        guard !hour.isEmpty else { return "\(year)-\(Self.two(month))-\(Self.two(day))" }
        let isOneDigit = hour.dropFirst().first == ":"
        return "\(year)-\(Self.two(month))-\(Self.two(day)) \(isOneDigit ? "0" : "")\(hour)"
    }

    /// Whether a text is a time in this order, with a zone or without one.
    func fits(_ text: String) -> Bool {
        guard let iso = iso(text) else { return false }
        return Timestamp(localISO8601: iso) != nil || Timestamp(iso8601: iso) != nil
    }

    private static func two(_ digits: String) -> String { digits.count == 1 ? "0\(digits)" : digits }
}
