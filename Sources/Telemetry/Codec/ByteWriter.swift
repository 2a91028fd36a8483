extension [UInt8] {
    /// LEB128
    mutating func append(varint number: UInt64) {
        var number = number
        while number >= 0x80 {
            append(UInt8(truncatingIfNeeded: number) | 0x80)
            number >>= 7
        }
        append(UInt8(truncatingIfNeeded: number))
    }

    mutating func append(zigzag number: Int64) {
        append(varint: UInt64(bitPattern: (number &<< 1) ^ (number &>> 63)))
    }

    mutating func append(littleEndian number: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) { append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
    }
}
