import Testing

@testable import Telemetry

@Suite struct FindingTextTests {
    @Test(arguments: [
        (24.0, "24"), (23.600000000000001, "23.6"), (0.1 + 0.2, "0.3"), (-1.00004, "-1"), (2.0 / 3, "0.6667"),
        (0.00025, "0.00025"), (0, "0"), (412_000, "412000"), (1e30, "1e+30"), (.infinity, "inf"),
    ])
    func numbersAreWrittenAsPeopleDo(value: Double, text: String) {
        #expect(FindingText.number(value) == text)
    }

    @Test func aSentenceIsPutTogether() {
        let (count, name, hours) = (3, "meter", 24.0)
        let text: FindingText = "\(count) of \(name) in \(hours) hours."
        #expect(text.description == "3 of meter in 24 hours.")
    }
}
