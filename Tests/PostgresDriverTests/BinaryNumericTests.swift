import Testing

@testable import PostgresDriver

struct BinaryNumericTests {
    /// The bytes are those that the server sends for `SELECT <text>::numeric` (psql's `numeric_send`).
    @Test(arguments: [
        ("0000000000000000", 0.0, 0),
        ("000100000000000000 2a", 42.0, 42),
        ("0001000040000000002a", -42.0, -42),
        ("000200010000000000010000", 10_000.0, 10_000),
        ("00010001000000000001", 10_000.0, 10_000),
        ("0002000000000002000c 0d48", 12.34, 12),
        ("0001ffff0000000209c4", 0.25, 0),
    ])
    func readsWhatTheServerSends(hex: String, real: Double, integer: Int64) {
        let bytes = Self.bytes(hex)
        bytes.withUnsafeBytes {
            #expect(BinaryNumeric.real($0).map { abs($0 - real) < 1e-12 } == true)
            #expect(BinaryNumeric.integer($0) == integer)
        }
    }

    @Test func refusesWhatIsNotFiniteAndWhatIsCutShort() {
        for hex in ["00000000c0000000", "00000000d0000000", "0001000000000000", "00010000", ""] {
            Self.bytes(hex).withUnsafeBytes {
                #expect(BinaryNumeric.real($0) == nil)
                #expect(BinaryNumeric.integer($0) == nil)
            }
        }
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.filter { $0 != " " }.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
