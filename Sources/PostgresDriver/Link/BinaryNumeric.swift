/// Reads PostgreSQL's NUMERIC in its binary format, in which sums of BIGINT come (numeric_send in
/// src/backend/utils/adt/numeric.c): the number of digits, the weight of the first, the sign and the scale, then digits to
/// base 10 000, all of 16 bits.
enum BinaryNumeric {
    private static let negative: UInt16 = 0x4000
    private static let positive: UInt16 = 0x0000

    /// Nil for what is not finite, and for bytes that are not a NUMERIC.
    static func real(_ bytes: UnsafeRawBufferPointer) -> Double? {
        guard let (digits, weight, isNegative) = parts(bytes) else { return nil }
        var value = 0.0
        for digit in digits { value = value * 10_000 + Double(digit) }
        var exponent = weight - (digits.count - 1)
        while exponent > 0 { (value, exponent) = (value * 10_000, exponent - 1) }
        while exponent < 0 { (value, exponent) = (value / 10_000, exponent + 1) }
        return isNegative ? -value : value
    }

    /// Without its fraction; nil when it does not fit.
    static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard let (digits, weight, isNegative) = parts(bytes) else { return nil }
        var value: Int64 = 0
        for place in 0..<max(0, weight + 1) {
            let digit = place < digits.count ? Int64(digits[place]) : 0
            let (scaled, tooLarge) = value.multipliedReportingOverflow(by: 10_000)
            let (next, overflows) = scaled.subtractingReportingOverflow(digit)
            guard !tooLarge, !overflows else { return nil }
            value = next
        }
        if isNegative { return value }
        let (magnitude, overflows) = Int64(0).subtractingReportingOverflow(value)
        return overflows ? nil : magnitude
    }

    private static func parts(
        _ bytes: UnsafeRawBufferPointer
    ) -> (digits: [UInt16], weight: Int, isNegative: Bool)? {
        guard bytes.count >= 8, bytes.count % 2 == 0 else { return nil }
        func word(_ index: Int) -> UInt16 {
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
        }
        let count = Int(word(0))
        guard bytes.count == 8 + count * 2, word(2) == positive || word(2) == negative else { return nil }
        return ((0..<count).map { word(4 + $0) }, Int(Int16(bitPattern: word(1))), word(2) == negative)
    }
}
