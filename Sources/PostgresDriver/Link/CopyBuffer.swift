import Persistence

/// Rows in the binary format of COPY (postgresql.org/docs/15/sql-copy.html).
struct CopyBuffer {
    private static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0x00]

    private(set) var bytes: [UInt8]

    init() {
        // Then come the flags and the length of a header extension, both zero.
        bytes = Self.signature + [UInt8](repeating: 0, count: 8)
    }

    /// - Throws: `DatabaseError.invalidValue`, also for a value that has no binary format.
    mutating func add(_ row: [SQLValue], types: [UInt32]) throws {
        WireValue.append(Int16(clamping: row.count), to: &bytes)
        for (value, type) in zip(row, types) {
            let length = bytes.count
            WireValue.append(Int32(-1), to: &bytes)
            switch try WireValue.append(value, as: type, to: &bytes) {
            case .null: break
            case .binary:
                let count = Int32(clamping: bytes.count - length - 4).bigEndian
                withUnsafeBytes(of: count) { bytes.replaceSubrange(length..<length + 4, with: $0) }
            case .text: throw DatabaseError(.invalidValue, detail: "COPY takes no value of the type \(type).")
            }
        }
    }

    mutating func end() { WireValue.append(Int16(-1), to: &bytes) }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}
