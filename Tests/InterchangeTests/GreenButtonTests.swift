import GridModel
import Testing

@testable import Interchange

@Suite struct GreenButtonTests {
    private static let start: Int64 = 1_767_225_600
    private static let series = Series(
        id: SeriesID(1), externalName: "Front Electric Meter", name: "Meter", subject: Subject(kind: .meter, id: 1),
        zone: nil, quantity: .activeEnergyImport, intervalSeconds: 3600, isDerived: false)
    private let now = Timestamp(secondsSinceEpoch: start + 10 * 86_400)

    @Test func readingsComeWithTheirUnitQualityAndTime() throws {
        let pass = try opened(
            feed(
                """
                <IntervalReading><cost>974</cost><timePeriod><duration>3600</duration><start>\(Self.start)</start>\
                </timePeriod><value>974</value></IntervalReading>
                <IntervalReading><ReadingQuality><quality>8</quality></ReadingQuality><timePeriod><duration>3600\
                </duration><start>\(Self.start + 3600)</start></timePeriod><value>965</value></IntervalReading>
                """))
        #expect(try !pass.advance(rows: .max, readings: .max))
        #expect(pass.faults.kept == [])
        #expect(
            pass.takeReadings() == [
                SeriesReadings(
                    series: Self.series,
                    readings: [
                        Reading(start: Timestamp(secondsSinceEpoch: Self.start), value: 0.974),
                        Reading(
                            start: Timestamp(secondsSinceEpoch: Self.start + 3600), value: 0.965, quality: .estimated),
                    ])
            ])
    }

    @Test func brokenXMLIsFoundByItsLineAtTheBeginning() throws {
        func check(_ text: String, bytes: Int = 1 << 20) throws {
            try XMLCheck.beginning(of: MemoryByteSource(text, chunkSize: 8), elements: 1000, bytes: bytes)
        }
        #expect(throws: Never.self) { try check("<feed>\n<entry/>\n</feed>") }
        // What lies beyond the beginning is not missed.
        #expect(throws: Never.self) { try check("<feed>\n<entry>text</entry>\n</feed>", bytes: 16) }
        for (text, line) in [("<feed>\n<entry>", 2), ("<feed>\n<entry></feed>\n", 2), ("<!DOCTYPE x>\n<x/>", 1)] {
            do {
                try check(text)
                Issue.record("\(text) is broken")
            } catch let error as ImportError {
                #expect(error.line == line)
            }
        }
    }

    @Test func intervalsWithoutATimeFollowTheirBlocksStart() throws {
        let pass = try opened(
            feed(
                "<IntervalReading><value>1</value></IntervalReading><IntervalReading><value>2</value></IntervalReading>"
            ))
        _ = try pass.advance(rows: .max, readings: .max)
        #expect(
            pass.takeReadings().first?.readings.map(\.start.secondsSinceEpoch) == [Self.start, Self.start + 3600])
    }

    @Test(arguments: [(0, 1.0), (3, 1000), (-3, 0.001), (6, 1_000_000)] as [(Int64, Double)])
    func powersOfTenAreTakenIntoAccount(power: Int64, kWh: Double) throws {
        var kind = GreenButtonKind()
        kind.powerOfTen = power
        #expect(kind.stored(1000) == kWh)
    }

    @Test(arguments: [
        ("<uom>42</uom>", "42"), ("<accumulationBehaviour>3</accumulationBehaviour>", "accumulationBehaviour"),
        ("<flowDirection>19</flowDirection>", "flowDirection"), ("<powerOfTenMultiplier>x</powerOfTenMultiplier>", "x"),
        ("<powerOfTenMultiplier>99</powerOfTenMultiplier>", "powerOfTenMultiplier"), ("<uom>38</uom>", "power"),
    ])
    func whatIsNoEnergyOfTheSeriesIsAFault(type: String, reason: String) throws {
        let pass = try opened(feed("<IntervalReading><value>1</value></IntervalReading>", type: type))
        _ = try pass.advance(rows: .max, readings: .max)
        #expect(pass.faults.kept.contains { $0.reason.contains(reason) })
        #expect(pass.takeReadings().isEmpty)
    }

    @Test(arguments: [
        ("<timePeriod><duration>900</duration><start>\(start)</start></timePeriod><value>1</value>", "duration"),
        ("<timePeriod><start>\(start + 7)</start></timePeriod><value>1</value>", "start"),
        ("<ReadingQuality><quality>12</quality></ReadingQuality><value>1</value>", "quality"),
        ("<value>-5</value>", "value"), ("<value>1.5</value>", "value"),
        ("<value>99999999999999999999</value>", "value"),
    ])
    func wrongIntervalsAreFaultsByLine(interval: String, column: String) throws {
        let pass = try opened(feed("\n<IntervalReading>\(interval)</IntervalReading>"), gathers: false)
        _ = try pass.advance(rows: .max, readings: .max)
        #expect(pass.faults.kept.map(\.column).contains(column))
        #expect(pass.faults.kept.allSatisfy { $0.line == 10 })
    }

    @Test func seriesGoesByTheUsagePointsTitleItsNumberOrAnAlias() throws {
        let text = feed("<IntervalReading><value>1</value></IntervalReading>")
        for (known, aliases) in [("Front Electric Meter", [:]), ("01", [:]), ("other", ["01": "other"])] {
            let pass = try GreenButtonReadings(
                MemoryByteSource(text), file: "f", now: now, gathers: true, aliases: aliases,
                resolve: { $0 == known ? Self.series : nil })
            _ = try pass.advance(rows: .max, readings: .max)
            #expect(pass.takeReadings().count == 1, "\(known)")
        }
        let unknown = try GreenButtonReadings(
            MemoryByteSource(text), file: "f", now: now, gathers: true, resolve: { _ in nil })
        _ = try unknown.advance(rows: .max, readings: .max)
        #expect(unknown.faults.kept.first?.reason.contains("Front Electric Meter") == true)
    }

    @Test(arguments: [
        "", "<feed>", "<feed></entry>", "no xml", "\u{0}", "<feed>&unknown;</feed>",
        "<!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;&l;&l;&l;&l;&l;&l;\">]><feed>&m;</feed>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><feed/>",
        String(repeating: "<a>", count: 100_000), "<feed>" + String(repeating: "x", count: 1 << 20) + "</feed>",
    ])
    func hostileXMLIsAnError(text: String) throws {
        #expect(throws: ImportError.self) {
            let pass = try opened(text)
            while try pass.advance(rows: .max, readings: .max) {}
        }
    }

    @Test func otherXMLIsAFault() throws {
        let pass = try opened("<html><body/></html>")
        _ = try pass.advance(rows: .max, readings: .max)
        #expect(pass.faults.total == 1)
    }

    @Test func randomBytesAreErrorsOrFaultsAndNothingElse() throws {
        var random = SystemRandomNumberGenerator()
        let sound = Array(feed("<IntervalReading><value>1</value></IntervalReading>").utf8)
        for _ in 0..<1000 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            let pass = try GreenButtonReadings(
                MemoryByteSource(bytes, chunkSize: 37), file: "f", now: now, gathers: true,
                resolve: { _ in Self.series })
            while (try? pass.advance(rows: .max, readings: .max)) == true {}
        }
    }

    // MARK: Private

    private func opened(_ text: String, gathers: Bool = true) throws -> GreenButtonReadings {
        try GreenButtonReadings(
            MemoryByteSource(text, chunkSize: 100), file: "f", now: now, gathers: gathers,
            resolve: { $0 == Self.series.externalName ? Self.series : nil })
    }

    /// As utilities write it: a block's links name its place, its text begins on line 9.
    private func feed(_ intervals: String, type: String = "") -> String {
        let point = "/espi/1_1/resource/RetailCustomer/1/UsagePoint/01"
        return """
            <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:e="http://naesb.org/espi">
            <entry><link rel="self" href="\(point)"/><title>Front Electric Meter</title>
            <content><e:UsagePoint><e:ServiceCategory/></e:UsagePoint></content></entry>
            <entry><link rel="self" href="\(point)/MeterReading/01"/><link rel="related" href="/ReadingType/07"/>
            <title>Hourly</title><content><e:MeterReading/></content></entry>
            <entry><link rel="self" href="/ReadingType/07"/><content><e:ReadingType><e:uom>72</e:uom>
            <e:intervalLength>3600</e:intervalLength>\(espi(type))</e:ReadingType></content></entry>
            <entry><link rel="self" href="\(point)/MeterReading/01/IntervalBlock/0173"/><content>
            <e:IntervalBlock><e:interval><e:duration>86400</e:duration><e:start>\(Self.start)</e:start></e:interval>\
            \(espi(intervals))</e:IntervalBlock></content></entry></feed>
            """
    }

    private func espi(_ text: String) -> String {
        text.replacing("</", with: "\u{1}").replacing("<", with: "<e:").replacing("\u{1}", with: "</e:")
    }
}
