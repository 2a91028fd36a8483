import Testing

@testable import GridAPI

@Suite struct JSONNumberTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        write(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test(arguments: [0, 7, -7, 10, 1_767_225_600, .max, .min] as [Int64])
    func wholeNumbersAreWrittenDigitByDigit(_ value: Int64) {
        #expect(text { $0.integer(value) } == "\(value)")
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (3, "3"), (-12, "-12"), (0.1, "0.1"), (-0.001, "-0.001"), (12.34, "12.34"),
        (0.05, "0.05"),
        (1.005, "1.005"), (999_999_999_999.999, "999999999999.999"), (0.0005, "0.0005"), (1e300, "1e+300"),
        (0.1 + 0.2, "0.30000000000000004"),
    ])
    func numbersAreWrittenAsTheirShortestDecimal(_ value: Double, _ expected: String) {
        #expect(text { $0.number(value) } == expected)
    }

    @Test func everyNumberReadsBackAsItself() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<100_000 {
            let value =
                Bool.random(using: &random)
                ? Double(Int64.random(in: -1_000_000_000_000_000...1_000_000_000_000_000, using: &random)) / 1000
                : Double(bitPattern: .random(in: .min ... .max, using: &random))
            guard value.isFinite else { continue }
            let written = text { $0.number(value) }
            #expect(Double(written) == value, "\(value) was written as \(written)")
            #expect(written.utf8.count <= max(value.description.utf8.count, 17), "\(value) was written as \(written)")
        }
    }
}
