/// How a text file writes its characters.
public enum TextEncoding: String, CaseIterable, Hashable, Sendable, Codable {
    case utf8 = "utf-8"
    /// What programs of Windows in Western Europe write; Latin-1 is a part of it.
    case windows1252 = "windows-1252"
    /// With a byte order mark; without one, little-endian.
    case utf16 = "utf-16"

    /// How much of a file is read to tell its encoding.
    private static let readBytes = 4 << 20

    /// What the beginning of a file tells: its byte order mark, or that it is no UTF-8.
    /// - Throws: `ImportError` when the file cannot be read.
    public static func guess(from source: any ByteSource) throws(ImportError) -> TextEncoding {
        var check = UTF8Check()
        var read = 0
        var first: [UInt8] = []
        while read < readBytes, case let bytes = try source.nextBytes(), !bytes.isEmpty {
            if first.count < 2 {
                first += bytes.prefix(2 - first.count)
                if first == [0xff, 0xfe] || first == [0xfe, 0xff] { return .utf16 }
            }
            read += bytes.count
            guard check.takes(bytes) else { return .windows1252 }
        }
        return .utf8
    }
}

/// Whether bytes are UTF-8, piece by piece.
private struct UTF8Check {
    private var rest: [UInt8] = []

    mutating func takes(_ bytes: [UInt8]) -> Bool {
        let all = rest + bytes
        // A character may go on in the next piece: at most three of its bytes are here.
        let lead = all.indices.suffix(3).last { all[$0] >= 0xc0 }
        let cut =
            lead.flatMap { place in
                let length = all[place] >= 0xf0 ? 4 : all[place] >= 0xe0 ? 3 : 2
                return place + length > all.count ? place : nil
            } ?? all.count
        rest = Array(all[cut...])
        return String(validating: all[..<cut], as: UTF8.self) != nil
    }
}
