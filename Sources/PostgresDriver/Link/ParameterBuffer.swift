import Persistence

/// The arguments of one execution as libpq takes them: pointers, lengths and formats.
///
/// Values are written in the binary format of the parameter's type as the server has inferred it, so that a whole
/// number may be bound where a real one is expected. Used again and again, so that many rows cost no memory.
struct ParameterBuffer {
    private static let binary: Int32 = 1
    private static let text: Int32 = 0

    private var bytes: [UInt8] = []
    /// Where each argument starts in `bytes`; nil for NULL.
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// - Throws: `DatabaseError.invalidValue` for a value that its parameter cannot take.
    mutating func fill(_ arguments: [SQLValue], types: [UInt32]) throws {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for (argument, type) in zip(arguments, types) {
            let start = bytes.count
            let format = try append(argument, as: type)
            offsets.append(format == nil ? nil : start)
            lengths.append(Int32(clamping: bytes.count - start))
            formats.append(format ?? Self.binary)
        }
    }

    /// The pointers are only good inside `body`.
    func withPointers<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { raw in
            // An empty buffer may have no address, yet an empty value is not NULL.
            let base = raw.bindMemory(to: CChar.self).baseAddress ?? Self.empty
            let pointers = offsets.map { offset in offset.map { base + $0 } }
            return try pointers.withUnsafeBufferPointer { pointers in
                try lengths.withUnsafeBufferPointer { lengths in
                    try formats.withUnsafeBufferPointer {
                        try body(pointers.baseAddress, lengths.baseAddress, $0.baseAddress)
                    }
                }
            }
        }
    }

    /// One byte that is never read: what an empty value points to.
    nonisolated(unsafe) private static let empty = UnsafePointer(UnsafeMutablePointer<CChar>.allocate(capacity: 1))

    /// - Returns: the format it was written in; nil for NULL.
    private mutating func append(_ value: SQLValue, as type: UInt32) throws -> Int32? {
        switch (value, type) {
        case (.null, _): return nil
        case (.integer(let integer), PostgresType.int8): append(integer)
        case (.integer(let integer), PostgresType.int4): append(try exactly(integer, Int32(exactly: integer)))
        case (.integer(let integer), PostgresType.int2): append(try exactly(integer, Int16(exactly: integer)))
        case (.integer(let integer), PostgresType.float8): append(Double(integer).bitPattern)
        case (.integer(let integer), PostgresType.bool): bytes.append(integer == 0 ? 0 : 1)
        case (.integer(let integer), _): return appendText("\(integer)")
        // SQLite keeps what is not a number as NULL; so do we.
        case (.real(let real), _) where real.isNaN: return nil
        case (.real(let real), PostgresType.float8): append(real.bitPattern)
        case (.real(let real), PostgresType.int8): append(try exactly(real, Int64(exactly: real)))
        case (.real(let real), _): return appendText("\(real)")
        case (.text(let text), PostgresType.text), (.text(let text), PostgresType.varchar):
            bytes.append(contentsOf: text.utf8)
        case (.text(let text), _): return appendText(text)
        case (.blob(let blob), _): bytes.append(contentsOf: blob)
        }
        return Self.binary
    }

    private mutating func append<Integer: FixedWidthInteger>(_ integer: Integer) {
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// In the text format, which ends at a zero byte.
    private mutating func appendText(_ text: String) -> Int32 {
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
        return Self.text
    }

    private func exactly<Value, Result>(_ value: Value, _ result: Result?) throws -> Result {
        guard let result else {
            throw DatabaseError(.invalidValue, detail: "\(value) does not fit where it is bound.")
        }
        return result
    }
}
