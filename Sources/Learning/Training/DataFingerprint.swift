/// A stable 64-bit fingerprint of training data: FNV-1a (Fowler, Noll & Vo), the same on every machine.
///
/// It tells whether two models saw the same data; it is no protection against forgery.
public struct DataFingerprint: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    public mutating func add(_ number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            state = (state ^ (number >> shift & 0xFF)) &* 0x0000_0100_0000_01B3
        }
    }

    public mutating func add(_ number: Int64) {
        add(UInt64(bitPattern: number))
    }

    /// Every NaN counts as the same value: missing.
    public mutating func add(_ values: some Sequence<Double>) {
        for value in values { add(value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern) }
    }

    public mutating func add(_ text: String) {
        for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        add(UInt64(text.utf8.count))
    }

    /// Sixteen hexadecimal digits.
    public var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
