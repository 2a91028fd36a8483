import Interchange
import Testing

@Suite struct ReadingsGuessTests {
    @Test func oneReadingOnALineIsSeenAsSuch() throws {
        let guess = try guess(
            "meter;zeit;kWh;how\nM1;2026-01-01T00:00:00Z;1,5;measured\nM2;2026-01-01T00:15:00Z;2,25;edited\n")
        #expect(guess.delimiter == CSVFormat.semicolon)
        #expect(guess.rows.count == 2)
        let mapping = try #require(guess.mapping)
        #expect(mapping.layout == .long(series: "meter", start: "zeit", value: "kWh", quality: "how"))
        #expect(mapping.time == .isoWithZone)
        #expect(mapping.unit == .kilowattHours)
        #expect(mapping.isDecimalComma)
    }

    @Test func aColumnForEachSeriesIsSeenAsSuch() throws {
        let mapping = try #require(try guess("date,north,south\n2026-01-01 00:00,1.5,\n2026-01-01 00:15,2,3\n").mapping)
        #expect(mapping.layout == .wide(start: "date", series: ["north", "south"]))
        #expect(mapping.time == .isoLocal(timeZone: "Europe/Berlin"))
        #expect(!mapping.isDecimalComma)
    }

    @Test func secondsSince1970AreTimesAndMeterNumbersAreNames() throws {
        let mapping = try #require(try guess("meter_id,ts,value\n4711,1767225600,0.5\n4712,1767225600,1\n").mapping)
        #expect(mapping.layout == .long(series: "meter_id", start: "ts", value: "value", quality: nil))
        #expect(mapping.time == .epochSeconds)
    }

    @Test func aFaultAmongTheFirstLinesDoesNotHideWhatTheOthersSay() throws {
        let lines = [
            "meter,start,kwh", "M1,2026-01-01T00:00:00Z,1.5", "M1,yesterday,2", "M1,2026-01-01T00:30:00Z,12x4",
            "M1,2026-01-01T00:45:00Z,2",
        ]
        let mapping = try #require(try guess(lines.joined(separator: "\n")).mapping)
        #expect(mapping.layout == .long(series: "meter", start: "start", value: "kwh", quality: nil))
        #expect(mapping.time == .isoWithZone)
    }

    @Test(arguments: ["", "a,b\n", "a,b\nx,y\n", "time,note\n2026-01-01T00:00:00Z,hello\n", "\u{0}\u{1}\n\u{2}"])
    func whatHoldsNoReadingsSuggestsNothing(text: String) throws {
        #expect(try guess(text).mapping == nil)
    }

    @Test func datesWithTheDayFirstAreSeenWhereALineTells() throws {
        func guess(_ dates: [String]) throws -> ReadingsGuess {
            try self.guess("meter,start,kwh\n" + dates.map { "M1,\($0) 00:00,1.5\n" }.joined())
        }
        #expect(try guess(["01.02.2026", "02.02.2026"]).mapping?.dateOrder == .dayFirst)
        #expect(try guess(["01.02.2026"]).isDateOrderUnclear == false)
        #expect(try guess(["01/02/2026", "31/01/2026"]).mapping?.dateOrder == .dayFirst)
        #expect(try guess(["01/02/2026", "01/31/2026"]).mapping?.dateOrder == .monthFirst)
        #expect(try guess(["2026-01-02"]).mapping?.dateOrder == .iso)
        let unclear = try guess(["01/02/2026", "02/02/2026"])
        #expect(unclear.isDateOrderUnclear)
        #expect(unclear.mapping?.time == .isoLocal(timeZone: "Europe/Berlin"))
        // A month of quarter hours: what tells stands far below the lines that are shown.
        let days = (1...28).flatMap { day in (0..<96).map { _ in "01/\(day)/2026" } }
        #expect(try guess(days).mapping?.dateOrder == .monthFirst)
        #expect(try guess(days).isDateOrderUnclear == false)
    }

    @Test func groupedThousandsAndOddCellsLeaveTheGuessWhole() throws {
        let text = "zeit;M;N\n2026-01-01 00:00;1.234,5;1,5\n2026-01-01 00:15;12,25;-\n2026-01-01 00:30;1.5;2,5\n"
        let mapping = try #require(try guess(text).mapping)
        #expect(mapping.layout == .wide(start: "zeit", series: ["M", "N"]))
        #expect(mapping.isDecimalComma)
    }

    @Test func headingsThatAreNamesOfSeriesTellTheWideLayout() throws {
        let text = "start,A.kwh,R6.kwh,note\n2026-01-01 00:00,,-,one\n2026-01-01 00:15,1.5,x,two\n"
        let known = try ReadingsGuess(
            MemoryByteSource(text), wallClock: "Europe/Berlin", isSeries: { ["A.kwh", "R6.kwh"].contains($0) })
        #expect(known.mapping?.layout == .wide(start: "start", series: ["A.kwh", "R6.kwh"]))
    }

    @Test func aLimitEitherCutsOrRefuses() throws {
        let text = String(repeating: "x", count: 1000)
        let cut = LimitedByteSource(MemoryByteSource(text, chunkSize: 300), limit: 700, excess: .ignored)
        var count = 0
        while case let bytes = try cut.nextBytes(), !bytes.isEmpty { count += bytes.count }
        #expect(count == 700)
        #expect(cut.isCut)
        let whole = LimitedByteSource(MemoryByteSource(text, chunkSize: 300), limit: 1000, excess: .refused)
        while case let bytes = try whole.nextBytes(), !bytes.isEmpty {}
        #expect(!whole.isCut)
        let refused = LimitedByteSource(MemoryByteSource(text, chunkSize: 300), limit: 999, excess: .refused)
        #expect(throws: ImportError.tooLarge(limit: 999)) {
            while case let bytes = try refused.nextBytes(), !bytes.isEmpty {}
        }
    }

    private func guess(_ text: String) throws -> ReadingsGuess {
        try ReadingsGuess(MemoryByteSource(text), wallClock: "Europe/Berlin")
    }
}
