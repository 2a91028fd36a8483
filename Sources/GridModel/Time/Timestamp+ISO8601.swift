extension Timestamp {
    /// No time is written longer, so that what a hostile text can make us read is bounded.
    private static let longestISO8601 = 40

    /// Reads `2026-11-23T09:00:00Z`, with an offset (`+01:00`, `+0100`) instead of `Z`, a space
    /// instead of `T`, and optional seconds and fraction (cut off). Nil for anything else,
    /// including a time without `Z` or offset, as a local time names no moment, and more than 40 bytes.
    public init?(iso8601 text: some StringProtocol) {
        let bytes = text.utf8.prefix(Self.longestISO8601 + 1)
        guard bytes.count <= Self.longestISO8601 else { return nil }
        var reader = ISO8601Reader(bytes)
        guard let (date, secondOfDay) = reader.dateAndTime(), let offset = reader.offset(), reader.isAtEnd else {
            return nil
        }
        self.init(secondsSinceEpoch: date.daysSinceEpoch * 86_400 + secondOfDay - offset)
    }

    /// Reads a time on an unstated clock (`2017-01-01 00:10`) as if that clock were UTC, for
    /// files whose column mapping states the clock elsewhere.
    public init?(localISO8601 text: some StringProtocol) {
        let bytes = text.utf8.prefix(Self.longestISO8601 + 1)
        guard bytes.count <= Self.longestISO8601 else { return nil }
        var reader = ISO8601Reader(bytes)
        guard let (date, secondOfDay) = reader.dateAndTime(), reader.isAtEnd else { return nil }
        self.init(secondsSinceEpoch: date.daysSinceEpoch * 86_400 + secondOfDay)
    }

    /// `2026-11-23T09:00:00Z`
    public var iso8601: String {
        let date = utcDate
        let second = Int(secondsSinceEpoch - date.startUTC.secondsSinceEpoch)
        guard (0...9999).contains(date.year) else {
            let clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            return "\(date)T\(clock.joined(separator: ":"))Z"
        }
        // Answers hold thousands of them.
        return String(unsafeUninitializedCapacity: 24) { text in
            var length = 0
            func append(_ character: Unicode.Scalar) {
                text[length] = UInt8(ascii: character)
                length += 1
            }
            func append(_ number: Int, digits: Int) {
                var rest = number
                for place in (length..<length + digits).reversed() {
                    text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                length += digits
            }
            append(date.year, digits: 4)
            append("-")
            append(date.month, digits: 2)
            append("-")
            append(date.day, digits: 2)
            append("T")
            append(second / 3600, digits: 2)
            append(":")
            append(second / 60 % 60, digits: 2)
            append(":")
            append(second % 60, digits: 2)
            append("Z")
            return length
        }
    }
}

extension Timestamp: CustomStringConvertible {
    public var description: String { iso8601 }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "Not a time: expected ISO 8601 with Z or an offset, such as 2026-11-23T09:00:00Z."
            )
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

/// Reads the digits of an ISO 8601 time one after the other.
private struct ISO8601Reader<Bytes: Sequence> where Bytes.Element == UInt8 {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: Bytes) {
        self.bytes = ArraySlice(Array(bytes))
    }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func dateAndTime() -> (CivilDate, Int64)? {
        guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        guard !bytes.isEmpty else { return (date, 0) }
        guard take("T") || take("t") || take(" "), let hour = digits(2), hour < 24, take(":"), let minute = digits(2),
            minute < 60
        else { return nil }
        var second = 0
        if take(":") {
            guard let read = digits(2), read < 60 else { return nil }
            second = read
            if take(".") {
                guard digits(1) != nil else { return nil }
                while digits(1) != nil {}
            }
        }
        return (date, Int64(hour * 3600 + minute * 60 + second))
    }

    /// Seconds east of Greenwich.
    mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hour = digits(2), hour <= 18 else { return nil }
        _ = take(":")
        guard let minute = bytes.isEmpty ? 0 : digits(2), minute < 60 else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60)
        return isWest ? -seconds : seconds
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard bytes.first == UInt8(ascii: character) else { return false }
        bytes.removeFirst()
        return true
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard bytes.count >= count else { return nil }
        var number = 0
        for byte in bytes.prefix(count) {
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        bytes.removeFirst(count)
        return number
    }
}
