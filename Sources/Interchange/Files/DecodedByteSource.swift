/// Another source as UTF-8, piece by piece.
public final class DecodedByteSource: ByteSource {
    private static let c1: [UInt32] = [
        0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd,
        0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
        0x0153, 0xfffd, 0x017e, 0x0178,
    ]

    private let source: any ByteSource
    private let encoding: TextEncoding
    /// UTF-16: bytes of a character that goes on in the next piece.
    private var rest: [UInt8] = []
    /// UTF-16; nil before the first piece.
    private var isBigEndian: Bool?

    public init(_ source: any ByteSource, _ encoding: TextEncoding) {
        self.source = source
        self.encoding = encoding
    }

    public var progress: ReadProgress { source.progress }

    public func nextBytes() throws(ImportError) -> [UInt8] {
        switch encoding {
        case .utf8: return try source.nextBytes()
        case .windows1252: return Self.fromWindows1252(try source.nextBytes())
        case .utf16:
            while true {
                let bytes = try source.nextBytes()
                if bytes.isEmpty {
                    // Half a character at the end is none.
                    defer { rest = [] }
                    return rest.isEmpty ? [] : Array("\u{fffd}".utf8)
                }
                let text = fromUTF16(rest + bytes)
                if !text.isEmpty { return text }
            }
        }
    }

    private static func fromWindows1252(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
            } else {
                append((0x80..<0xa0).contains(byte) ? c1[Int(byte) - 0x80] : UInt32(byte), to: &text)
            }
        }
        return text
    }

    private func fromUTF16(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 2 else {
            rest = bytes
            return []
        }
        var place = 0
        if isBigEndian == nil {
            isBigEndian = bytes[0] == 0xfe && bytes[1] == 0xff
            if isBigEndian == true || (bytes[0] == 0xff && bytes[1] == 0xfe) { place = 2 }
        }
        func unit(_ place: Int) -> UInt32 {
            let (one, two) = (UInt32(bytes[place]), UInt32(bytes[place + 1]))
            return isBigEndian == true ? one << 8 | two : two << 8 | one
        }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 2 + 16)
        while place + 1 < bytes.count {
            let first = unit(place)
            guard (0xd800..<0xdc00).contains(first) else {
                Self.append(first, to: &text)
                place += 2
                continue
            }
            guard place + 3 < bytes.count else { break }
            let second = unit(place + 2)
            if (0xdc00..<0xe000).contains(second) {
                Self.append(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00), to: &text)
                place += 4
            } else {
                Self.append(0xfffd, to: &text)
                place += 2
            }
        }
        rest = Array(bytes[place...])
        return text
    }

    /// Halves of a pair that stand alone become U+FFFD.
    private static func append(_ code: UInt32, to text: inout [UInt8]) {
        let scalar = Unicode.Scalar(code) ?? "\u{fffd}"
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
