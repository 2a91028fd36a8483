import Identity
import Interchange

/// Reads a list of breached passwords: a line `HASH:COUNT` each, the SHA-1 in 40 hexadecimal digits and how often it was
/// seen, in whatever order, as *Have I Been Pwned* gives them. Plain or gzip, in constant memory.
struct BreachedHashLines {
    private enum Part {
        case hash, count, end
    }

    private let source: FileByteSource
    private let name: String

    /// - Throws: `ImportError`
    init(path: String) throws {
        source = try FileByteSource(path: path)
        name = path
    }

    /// - Parameters:
    ///   - progress: called after every piece that was read, with how much of the file that was: 0…1
    ///   - body: a hash and how often it was seen.
    /// - Throws: `BreachedPasswordFileError.badLine`, `ImportError`, `CancellationError`
    func forEach(progress: (Double) -> Void, _ body: (BreachedHash, Int64) throws -> Void) throws {
        var (line, digits, part) = (Int64(1), 0, Part.hash)
        var (head, first, second, third, count) = (UInt64(0), UInt32(0), UInt32(0), UInt32(0), Int64(0))
        var hasCount = false
        func badLine() -> BreachedPasswordFileError { .badLine(name, line) }
        func take() throws {
            guard digits == 40, hasCount else { throw badLine() }
            try body(BreachedHash(head: head, first: first, second: second, third: third), count)
        }
        while true {
            try Task.checkCancellation()
            let bytes = try source.nextBytes()
            if bytes.isEmpty { break }
            for byte in bytes {
                switch (part, byte) {
                case (.hash, UInt8(ascii: ":")):
                    guard digits == 40 else { throw badLine() }
                    part = .count
                case (.hash, UInt8(ascii: "\n")) where digits == 0, (.hash, UInt8(ascii: "\r")) where digits == 0:
                    // An empty line, as at the end of a file.
                    if byte == UInt8(ascii: "\n") { line += 1 }
                case (.hash, _):
                    guard let digit = Self.digit(byte), digits < 40 else { throw badLine() }
                    switch digits {
                    case ..<16: head = head << 4 | UInt64(digit)
                    case ..<24: first = first << 4 | UInt32(digit)
                    case ..<32: second = second << 4 | UInt32(digit)
                    default: third = third << 4 | UInt32(digit)
                    }
                    digits += 1
                case (_, UInt8(ascii: "\n")):
                    try take()
                    line += 1
                    (digits, part, head, first, second, third, count, hasCount) = (0, .hash, 0, 0, 0, 0, 0, false)
                case (.count, UInt8(ascii: "0")...UInt8(ascii: "9")):
                    guard count < 1_000_000_000_000 else { throw badLine() }
                    count = count * 10 + Int64(byte - UInt8(ascii: "0"))
                    hasCount = true
                case (_, UInt8(ascii: "\r")), (_, UInt8(ascii: " ")): part = .end
                default: throw badLine()
                }
            }
            let read = source.progress
            progress(read.totalBytes > 0 ? Double(read.bytesRead) / Double(read.totalBytes) : 0)
        }
        if digits > 0 { try take() }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
