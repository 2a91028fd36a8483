/// Reads decimal numbers from bytes, correctly rounded.
enum DecimalText {
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// Nil for anything but digits with an optional sign, decimal mark and exponent.
    static func double(_ bytes: some Collection<UInt8>, isDecimalComma: Bool = false) -> Double? {
        let mark = UInt8(ascii: isDecimalComma ? "," : ".")
        var mantissa: Int64 = 0
        var digits = 0
        var decimals = 0
        var isAfterMark = false
        var hasSign = false
        for (offset, byte) in bytes.enumerated() {
            switch byte {
            case 0x30...0x39:
                digits += 1
                if digits > 15 { return slow(bytes, mark) }
                mantissa = mantissa * 10 + Int64(byte - 0x30)
                if isAfterMark { decimals += 1 }
            case mark where !isAfterMark: isAfterMark = true
            case 0x2b where offset == 0: break
            case 0x2d where offset == 0: hasSign = true
            case 0x45 where digits > 0, 0x65 where digits > 0: return slow(bytes, mark)
            default: return nil
            }
        }
        guard digits > 0 else { return nil }
        // Both are exact, so their quotient is the nearest double.
        let magnitude = Double(mantissa) / powersOfTen[decimals]
        return hasSign ? -magnitude : magnitude
    }

    private static func slow(_ bytes: some Collection<UInt8>, _ mark: UInt8) -> Double? {
        guard bytes.count <= 64 else { return nil }
        var isSound = true
        let text = bytes.map { byte -> UInt8 in
            switch byte {
            case mark: return 0x2e
            case 0x30...0x39, 0x2b, 0x2d, 0x45, 0x65: return byte
            default:
                isSound = false
                return byte
            }
        }
        guard isSound, let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }
}
