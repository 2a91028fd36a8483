import Persistence

/// The arguments of one execution as libpq takes them: pointers, lengths and formats.
///
/// Used again and again, so that many rows cost no memory.
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
            let encoding = try WireValue.append(argument, as: type, to: &bytes)
            offsets.append(encoding == .null ? nil : start)
            lengths.append(Int32(clamping: bytes.count - start))
            formats.append(encoding == .text ? Self.text : Self.binary)
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
}
