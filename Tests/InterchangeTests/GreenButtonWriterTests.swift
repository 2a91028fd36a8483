import Foundation
import GridModel
import Testing

@testable import Interchange

@Suite struct GreenButtonWriterTests {
    private let start = Timestamp(secondsSinceEpoch: 1_767_225_600)

    /// The rules of well-known zones as utilities print them: `B40E2000`, `360E2000` for the United States.
    @Test(arguments: [
        ("America/New_York", UInt32(0x360E_2000), UInt32(0xB40E_2000), Int64(-18_000)),
        ("America/Los_Angeles", 0x360E_2000, 0xB40E_2000, -28_800),
        ("Europe/Berlin", 0x3E0E_2000, 0xAE0E_3000, 3600),
        ("Asia/Kolkata", 0xFFFF_FFFF, 0xFFFF_FFFF, 19_800),
        ("UTC", 0xFFFF_FFFF, 0xFFFF_FFFF, 0),
    ])
    func clocksChangeByTheRuleOfTheirZone(zone: String, begin: UInt32, end: UInt32, offset: Int64) throws {
        let rule = DaylightRule(timeZone: try #require(TimeZone(identifier: zone)), after: start)
        #expect(String(rule.start, radix: 16) == String(begin, radix: 16))
        #expect(String(rule.end, radix: 16) == String(end, radix: 16))
        #expect(rule.standardOffset == offset)
        #expect(rule.daylightOffset == (begin == DaylightRule.none ? 0 : 3600))
    }

    @Test func sixDecimalsAreExactAndMoreAreRounded() {
        for thousandths in stride(from: Int64(0), to: 5_000_000, by: 7919) {
            let value = Double(thousandths) / 1e6
            #expect(GreenButtonCodes.value(value) == thousandths)
            #expect(GreenButtonCodes.value(-value) == -thousandths)
        }
        #expect(GreenButtonCodes.value(0.123_456_7) == 123_457)
        #expect(GreenButtonCodes.value(1e9) == nil)
        #expect(GreenButtonCodes.value(.nan) == nil)
    }

    @Test func everyQualityHasACodeOfItsOwn() {
        #expect(Set(Quality.allCases.map(GreenButtonCodes.quality)).count == Quality.allCases.count)
    }

    @Test func namesAreEscaped() {
        var xml = XMLText()
        xml.begin("a", [("b", "\"<&>\n")])
        xml.element("c", "x < y & z \u{0}")
        xml.end()
        #expect(
            String(decoding: xml.drain(), as: UTF8.self)
                == "<a b=\"&quot;&lt;&amp;&gt;&#10;\"><c>x &lt; y &amp; z \u{FFFD}</c></a>")
    }

    @Test func aValueTooLargeIsAnErrorAndNotAnotherValue() throws {
        var writer = GreenButtonWriter(tenant: TenantID(1), updated: start)
        let interval = GreenButtonWriter.Interval(
            span: TimeSpan(start: start, end: start + 900), value: 1e9, quality: .measured)
        #expect(throws: GreenButtonError(series: "m", start: start)) {
            try writer.add([interval], of: series(.netLoad))
        }
    }

    @Test func temperaturesAreNotCarried() {
        var writer = GreenButtonWriter(tenant: TenantID(1), updated: start)
        #expect(writer.begin(series(.temperature), intervalSeconds: 900) == nil)
    }

    private func series(_ quantity: Quantity) -> Series {
        Series(
            id: SeriesID(1), externalName: "m", name: "M", subject: Subject(kind: .meter, id: 1), zone: nil,
            quantity: quantity, intervalSeconds: 900, isDerived: false)
    }
}
