/// Reads JSON (RFC 8259) strictly and in order, without building a tree.
///
/// Beyond the grammar it refuses what makes programs disagree about a text: names given twice in
/// an object, numbers that a double cannot hold, nesting deeper than `maximumDepth`, anything
/// after the value. Invalid UTF-8 is refused before reading.
struct JSONReader {
    /// What the next value is.
    enum Kind: String {
        case object
        case array
        case string
        case number
        case boolean
        case null
    }

    /// The text is not JSON, or not JSON that we take.
    struct Malformed: Error, Hashable {
        /// Where, in bytes from the beginning.
        let offset: Int
        let message: String
    }

    static let maximumDepth = 16

    private let bytes: ArraySlice<UInt8>
    private var index: Int
    private var depth = 0

    init(_ bytes: [UInt8]) throws(Malformed) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Malformed(offset: 0, message: "The text is not UTF-8.")
        }
        self.bytes = bytes[...]
        index = 0
        skipSpace()
    }

    // MARK: Values

    func kind() throws(Malformed) -> Kind {
        guard index < bytes.endIndex else { throw fault("The text ends where a value should be.") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "N"), UInt8(ascii: "I"): throw fault("NaN and Infinity are not JSON.")
        default: throw fault("A value should be here.")
        }
    }

    /// Calls `member` for each name; it must read or skip the value.
    mutating func object(_ member: (String, inout JSONReader) throws -> Void) throws {
        try enter(UInt8(ascii: "{"))
        var names: Set<String> = []
        while try more(UInt8(ascii: "}"), isFirst: names.isEmpty) {
            let start = index
            guard peek() == UInt8(ascii: "\"") else { throw fault("A name in quotes should be here.") }
            let name = try string()
            guard names.insert(name).inserted else {
                throw Malformed(offset: start, message: "The name \"\(name.prefix(40))\" is given twice.")
            }
            try expect(UInt8(ascii: ":"), "A colon should be here.")
            try member(name, &self)
        }
    }

    /// Calls `element` for each element; it must read or skip it.
    mutating func array(_ element: (Int, inout JSONReader) throws -> Void) throws {
        try enter(UInt8(ascii: "["))
        var count = 0
        while try more(UInt8(ascii: "]"), isFirst: count == 0) {
            try element(count, &self)
            count += 1
        }
    }

    mutating func number() throws(Malformed) -> JSONNumber {
        let start = index
        if peek() == UInt8(ascii: "-") { index += 1 }
        let isZero = peek() == UInt8(ascii: "0")
        let digits = try takeDigits()
        if isZero, digits > 1 { throw Malformed(offset: start, message: "A number may not begin with 0.") }
        var isWhole = true
        if peek() == UInt8(ascii: ".") {
            isWhole = false
            index += 1
            _ = try takeDigits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            isWhole = false
            index += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { index += 1 }
            _ = try takeDigits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw Malformed(offset: start, message: "The number is too large.")
        }
        skipSpace()
        return JSONNumber(value: value, integer: isWhole ? Int64(text) : nil)
    }

    mutating func string() throws(Malformed) -> String {
        let start = index
        index += 1
        var text: [UInt8] = []
        while let byte = peek() {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                skipSpace()
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try text.append(contentsOf: String(escape()).utf8)
            case 0..<0x20: throw Malformed(offset: index - 1, message: "A control character must be escaped.")
            default: text.append(byte)
            }
        }
        throw Malformed(offset: start, message: "The string does not end.")
    }

    /// `true` or `false`: ask for the kind first.
    mutating func boolean() throws(Malformed) -> Bool {
        let isTrue = peek() == UInt8(ascii: "t")
        try word(isTrue ? "true" : "false")
        return isTrue
    }

    /// Reads a value and forgets it.
    mutating func skip() throws {
        switch try kind() {
        case .object: try object { _, reader in try reader.skip() }
        case .array: try array { _, reader in try reader.skip() }
        case .string: _ = try string()
        case .number: _ = try number()
        case .boolean: _ = try boolean()
        case .null: try word("null")
        }
    }

    func end() throws(Malformed) {
        if index < bytes.endIndex { throw fault("The text goes on after its value.") }
    }

    // MARK: Private

    private func fault(_ message: String) -> Malformed { Malformed(offset: index, message: message) }

    private func peek() -> UInt8? { index < bytes.endIndex ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func expect(_ byte: UInt8, _ message: String) throws(Malformed) {
        guard peek() == byte else { throw fault(message) }
        index += 1
        skipSpace()
    }

    private mutating func enter(_ bracket: UInt8) throws(Malformed) {
        depth += 1
        guard depth <= Self.maximumDepth else { throw fault("The text is nested too deeply.") }
        try expect(bracket, "A bracket should be here.")
    }

    /// Whether another member or element follows; takes the comma or the closing bracket.
    private mutating func more(_ bracket: UInt8, isFirst: Bool) throws(Malformed) -> Bool {
        if peek() == bracket {
            index += 1
            depth -= 1
            skipSpace()
            return false
        }
        if !isFirst {
            try expect(UInt8(ascii: ","), "A comma or a closing bracket should be here.")
            if peek() == bracket { throw fault("A comma may not stand before a closing bracket.") }
        }
        if peek() == nil { throw fault("The text ends too early.") }
        return true
    }

    private mutating func takeDigits() throws(Malformed) -> Int {
        let start = index
        while let byte = peek(), (0x30...0x39).contains(byte) { index += 1 }
        guard index > start else { throw fault("A digit should be here.") }
        return index - start
    }

    private mutating func word(_ word: String) throws(Malformed) {
        guard bytes[index...].starts(with: word.utf8) else { throw fault("A value should be here.") }
        index += word.utf8.count
        skipSpace()
    }

    private mutating func escape() throws(Malformed) -> Unicode.Scalar {
        guard let byte = peek() else { throw fault("The string does not end.") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw Malformed(offset: index - 1, message: "There is no such escape.")
        }
    }

    private mutating func unicodeEscape() throws(Malformed) -> Unicode.Scalar {
        let start = index
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A high surrogate: its low one must follow.
        guard (0xD800..<0xDC00).contains(first), peek() == UInt8(ascii: "\\") else {
            throw Malformed(offset: start, message: "Half a surrogate pair.")
        }
        index += 1
        guard peek() == UInt8(ascii: "u") else { throw Malformed(offset: start, message: "Half a surrogate pair.") }
        index += 1
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00)
        else { throw Malformed(offset: start, message: "Half a surrogate pair.") }
        return scalar
    }

    private mutating func codeUnit() throws(Malformed) -> UInt16 {
        let digits = bytes[index...].prefix(4)
        guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16),
            digits.first != UInt8(ascii: "+")
        else { throw fault("Four hexadecimal digits should be here.") }
        index += 4
        return unit
    }
}

/// A number of a JSON text.
struct JSONNumber: Hashable {
    let value: Double
    /// When it was written without fraction and exponent and fits.
    let integer: Int64?
}
