import Identity
import Testing

@Suite struct DisplayNameTests {
    @Test(arguments: [
        "Ada", "José Ñ. Ünsal", "Оператор сети", "配電 運用", "می\u{200C}خواهم", "Night shift (2)", "👩\u{200D}🔧 crew",
    ])
    func peoplesNamesAreTaken(name: String) {
        #expect(DisplayName.fault(DisplayName.normalized(name)) == nil)
    }

    @Test(arguments: [
        "", "   ", "Ada\r\nBcc: x", "Viewer \u{202E}nimdA", "\u{200B}\u{200B}", "Ada\u{2028}x", "\u{FEFF}Ada",
        String(repeating: "x", count: 101), "a" + String(repeating: "\u{0301}", count: 15_000),
    ])
    func whatHidesBreaksOrGoesOnIsNot(name: String) {
        #expect(DisplayName.fault(DisplayName.normalized(name)) != nil)
    }

    @Test func twoSpellingsAreOneName() {
        #expect(
            Array(DisplayName.normalized(" Jose\u{0301} ").unicodeScalars)
                == Array(DisplayName.normalized("José").unicodeScalars))
    }
}
