import Persistence

/// Writes a value as the server reads it: in the binary format of the type it is bound to, so that a whole number
/// may be bound where a real one is expected.
enum WireValue {
    enum Encoding {
        case null
        case binary
        /// For types that have no case here; ends with a zero byte.
        case text
    }

    /// - Throws: `DatabaseError.invalidValue` for a value that the type cannot take.
    static func append(_ value: SQLValue, as type: UInt32, to bytes: inout [UInt8]) throws -> Encoding {
        switch (value, type) {
        case (.null, _): return .null
        case (.integer(let integer), PostgresType.int8): append(integer, to: &bytes)
        case (.integer(let integer), PostgresType.int4):
            append(try exactly(integer, Int32(exactly: integer)), to: &bytes)
        case (.integer(let integer), PostgresType.int2):
            append(try exactly(integer, Int16(exactly: integer)), to: &bytes)
        case (.integer(let integer), PostgresType.float8): append(Double(integer).bitPattern, to: &bytes)
        case (.integer(let integer), PostgresType.bool): bytes.append(integer == 0 ? 0 : 1)
        case (.integer(let integer), _): return appendText("\(integer)", to: &bytes)
        // SQLite keeps what is not a number as NULL; so do we.
        case (.real(let real), _) where real.isNaN: return .null
        case (.real(let real), PostgresType.float8): append(real.bitPattern, to: &bytes)
        case (.real(let real), PostgresType.int8): append(try exactly(real, Int64(exactly: real)), to: &bytes)
        case (.real(let real), _): return appendText("\(real)", to: &bytes)
        case (.text(let text), PostgresType.text), (.text(let text), PostgresType.varchar):
            bytes.append(contentsOf: text.utf8)
        case (.text(let text), _): return appendText(text, to: &bytes)
        case (.blob(let blob), _): bytes.append(contentsOf: blob)
        }
        return .binary
    }

    static func append<Integer: FixedWidthInteger>(_ integer: Integer, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private static func appendText(_ text: String, to bytes: inout [UInt8]) -> Encoding {
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
        return .text
    }

    private static func exactly<Value, Result>(_ value: Value, _ result: Result?) throws -> Result {
        guard let result else {
            throw DatabaseError(.invalidValue, detail: "\(value) does not fit where it is bound.")
        }
        return result
    }
}
