/// Reads a block's bytes from front to back; nil where they end too early.
struct ByteReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var position: Int
    let end: Int

    init(_ bytes: UnsafeRawBufferPointer, from position: Int, to end: Int) {
        self.bytes = bytes
        self.position = position
        self.end = end
    }

    mutating func byte() -> UInt8? {
        guard position < end else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func slice(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= end - position else { return nil }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    /// LEB128, at most 64 bits.
    mutating func varint() -> UInt64? {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = byte() {
            if shift == 63, byte > 1 { return nil }
            result |= UInt64(byte & 0x7f) &<< shift
            if byte < 0x80 { return result }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }

    /// A varint that fits `range`.
    mutating func integer(in range: ClosedRange<Int64>) -> Int64? {
        guard let number = varint(), let integer = Int64(exactly: number), range.contains(integer) else { return nil }
        return integer
    }

    mutating func zigzag() -> Int64? {
        guard let number = varint() else { return nil }
        return Int64(bitPattern: (number >> 1) ^ (0 &- (number & 1)))
    }
}
