/// Reads InfluxDB line protocol, one line after the other, without a copy of anything.
///
/// `measurement[,tag=value…] field=value[,field=value…] [timestamp]`, as InfluxData's "Line protocol reference"
/// (docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol) has it: lines end with a line feed, a carriage
/// return before it is no part of them; lines that begin with `#` are comments; a backslash escapes comma, equals sign
/// and space in keys and tag values, and quote and backslash in quoted texts, and stands for itself before anything
/// else; nothing holds a line feed, so a line that is wrong harms no other.
package struct LineProtocolReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Of the line read last, from 0.
    package private(set) var lineIndex = -1
    private var linesSeen = 0

    package private(set) var measurement = 0..<0
    package private(set) var tags: [LineTag] = []
    package private(set) var fields: [LineField] = []
    /// In the request's precision; nil when the line has none.
    package private(set) var timestamp: Int64?

    /// - Parameter bytes: good for as long as the reader is used.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Reads the next line that is neither empty nor a comment.
    /// - Returns: false at the end.
    /// - Throws: `LineProtocolFault`; the line after is next then.
    package mutating func next() throws(LineProtocolFault) -> Bool {
        while position < bytes.count {
            lineIndex = linesSeen
            linesSeen += 1
            skipSpaces()
            guard position < bytes.count else { return false }
            switch bytes[position] {
            case .lineFeed: position += 1
            case .hash: skipLine()
            case .carriageReturn where isAtEndOfLine: skipLine()
            default:
                do {
                    try readLine()
                } catch {
                    skipLine()
                    throw error
                }
                return true
            }
        }
        return false
    }

    /// A key or tag value without its escapes.
    /// - Parameter isText: it stood between quotes.
    package func append(_ range: Range<Int>, isText: Bool = false, to target: inout [UInt8]) {
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == .backslash, index + 1 < range.upperBound, Self.isEscaped(bytes[index + 1], isText) {
                index += 1
            }
            target.append(bytes[index])
            index += 1
        }
    }

    /// Whether a key or tag value is that text; one with escapes is compared without them.
    package func equals(_ range: Range<Int>, _ text: [UInt8]) -> Bool {
        if range.count == text.count {
            var isSame = true
            for (offset, byte) in text.enumerated() where bytes[range.lowerBound + offset] != byte { isSame = false }
            if isSame { return true }
        }
        guard range.count > text.count else { return false }
        var plain: [UInt8] = []
        append(range, to: &plain)
        return plain == text
    }

    // MARK: Lines

    private mutating func readLine() throws(LineProtocolFault) {
        tags.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        timestamp = nil
        measurement = readName(stoppingAtEquals: false)
        guard !measurement.isEmpty else {
            throw LineProtocolFault("The line has no measurement.", expected: Self.shape)
        }
        while peek == .comma {
            position += 1
            tags.append(try readTag())
        }
        guard skipSpaces() > 0, !isAtEndOfLine else {
            throw LineProtocolFault("The line has no field.", expected: Self.shape)
        }
        repeat { fields.append(try readField()) } while take(.comma)
        if skipSpaces() > 0, !isAtEndOfLine {
            timestamp = try readTimestamp()
            skipSpaces()
        }
        guard isAtEndOfLine else {
            throw LineProtocolFault("The line goes on after its end.", expected: Self.shape)
        }
        skipLine()
    }

    private mutating func readTag() throws(LineProtocolFault) -> LineTag {
        let key = readName(stoppingAtEquals: true)
        guard !key.isEmpty, take(.equals) else {
            throw LineProtocolFault("A tag has no key or no value.", expected: "tag=value")
        }
        let value = readName(stoppingAtEquals: true)
        guard !value.isEmpty else { throw LineProtocolFault("A tag has no value.", expected: "tag=value") }
        return LineTag(key: key, value: value)
    }

    private mutating func readField() throws(LineProtocolFault) -> LineField {
        let key = readName(stoppingAtEquals: true)
        guard !key.isEmpty, take(.equals) else {
            throw LineProtocolFault("A field has no key or no value.", expected: "field=value")
        }
        if peek == .quote { return LineField(key: key, value: .text(try readText())) }
        let start = position
        while let byte = peek, byte != .comma, byte != .space, byte != .lineFeed, byte != .carriageReturn {
            position += 1
        }
        guard let value = Self.value(UnsafeBufferPointer(rebasing: bytes[start..<position])) else {
            throw LineProtocolFault(
                "A field's value is neither number, boolean nor quoted text.",
                expected: "such as 1.5, 15i, 15u, true or \"text\"")
        }
        return LineField(key: key, value: value)
    }

    /// A text without its quotes.
    private mutating func readText() throws(LineProtocolFault) -> Range<Int> {
        position += 1
        let start = position
        while let byte = peek, byte != .lineFeed {
            if byte == .quote {
                position += 1
                return start..<position - 1
            }
            let isEscape = byte == .backslash && position + 1 < bytes.count && Self.isEscaped(bytes[position + 1], true)
            position += isEscape ? 2 : 1
        }
        throw LineProtocolFault("A quoted text does not end in its line.", expected: "a closing quote")
    }

    private mutating func readTimestamp() throws(LineProtocolFault) -> Int64 {
        let start = position
        while let byte = peek, byte != .space, byte != .lineFeed, byte != .carriageReturn { position += 1 }
        guard let number = Self.integer(UnsafeBufferPointer(rebasing: bytes[start..<position])) else {
            throw LineProtocolFault("The timestamp is not an integer of 64 bits.", expected: "such as 1765000800")
        }
        return number
    }

    /// Up to a comma, space or end of line that no backslash escapes, and to an equals sign where one ends it.
    private mutating func readName(stoppingAtEquals stops: Bool) -> Range<Int> {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case .backslash where position + 1 < bytes.count && Self.isEscaped(bytes[position + 1], false):
                position += 2
            case .comma, .space, .lineFeed: return start..<position
            case .carriageReturn where position + 1 == bytes.count || bytes[position + 1] == .lineFeed:
                return start..<position
            case .equals where stops: return start..<position
            default: position += 1
            }
        }
        return start..<position
    }

    private static func isEscaped(_ byte: UInt8, _ isText: Bool) -> Bool {
        isText ? byte == .quote || byte == .backslash : byte == .comma || byte == .equals || byte == .space
    }

    // MARK: Values

    private static func value(_ text: UnsafeBufferPointer<UInt8>) -> LineFieldValue? {
        guard let last = text.last else { return nil }
        switch last {
        case UInt8(ascii: "i"): return integer(text.dropLast()).map { .number(Double($0)) }
        case UInt8(ascii: "u"): return unsigned(text.dropLast()).map { .number(Double($0)) }
        case 0x30...0x39, UInt8(ascii: "."): return DecimalText.double(text).map { .number($0) }
        default: return boolean(text).map { .boolean($0) }
        }
    }

    private static func boolean(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        switch String(decoding: text, as: UTF8.self) {
        case "t", "T", "true", "True", "TRUE": true
        case "f", "F", "false", "False", "FALSE": false
        default: nil
        }
    }

    private static func integer(_ text: some Collection<UInt8>) -> Int64? {
        guard text.first == UInt8(ascii: "-") else { return unsigned(text).flatMap { Int64(exactly: $0) } }
        guard let magnitude = unsigned(text.dropFirst()), magnitude <= UInt64(Int64.max) + 1 else { return nil }
        return magnitude == UInt64(Int64.max) + 1 ? .min : -Int64(magnitude)
    }

    private static func unsigned(_ text: some Collection<UInt8>) -> UInt64? {
        guard !text.isEmpty else { return nil }
        var number: UInt64 = 0
        for byte in text {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(byte - 0x30))
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }

    // MARK: Bytes

    private static let shape = "measurement,tag=value field=value timestamp"

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private var isAtEndOfLine: Bool {
        guard let byte = peek else { return true }
        return byte == .lineFeed
            || byte == .carriageReturn && (position + 1 == bytes.count || bytes[position + 1] == .lineFeed)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    @discardableResult
    private mutating func skipSpaces() -> Int {
        let start = position
        while peek == .space { position += 1 }
        return position - start
    }

    /// To behind the next line feed.
    private mutating func skipLine() {
        while position < bytes.count {
            position += 1
            if bytes[position - 1] == .lineFeed { return }
        }
    }
}

extension UInt8 {
    fileprivate static let lineFeed = UInt8(ascii: "\n")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")
    fileprivate static let hash = UInt8(ascii: "#")
    fileprivate static let backslash = UInt8(ascii: "\\")
    fileprivate static let comma = UInt8(ascii: ",")
    fileprivate static let equals = UInt8(ascii: "=")
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let quote = UInt8(ascii: "\"")
}
