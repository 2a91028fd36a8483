import GridModel
import Interchange
import Testing

/// Berlin, 25 October 2026: the clock shows 02:00 to 03:00 from 00:00Z and again from 01:00Z.
@Suite struct RepeatedHourTests {
    let night: [(clock: String, value: Double)] = [
        ("01:45", 1), ("02:00", 2), ("02:15", 2.1), ("02:30", 2.2), ("02:45", 2.3), ("02:00", 3), ("02:15", 3.1),
        ("02:30", 3.2), ("02:45", 3.3), ("03:00", 4),
    ]
    static let stored = (0..<10).map { Timestamp(secondsSinceEpoch: 1_792_885_500 + Int64($0) * 900) }

    @Test(arguments: [true, false], [0..<10, 1..<10, 0..<9, 1..<9, 2..<8])
    func aWholeNightIsReadForwardAndBackward(isForward: Bool, part: Range<Int>) throws {
        let rows = isForward ? Array(night[part]) : night[part].reversed()
        for text in [long(rows), wide(rows)] {
            let (report, read) = try both(text)
            #expect(report.faults.isEmpty && report.warnings.isEmpty)
            let expected = Dictionary(uniqueKeysWithValues: part.map { (Self.stored[$0], night[$0].value) })
            #expect(read == expected)
        }
    }

    @Test(arguments: [true, false])
    func aFileThatBeginsInTheSecondHourIsToldByTheRowThatFollows(isForward: Bool) throws {
        let rows = isForward ? Array(night[6...]) : night[6...].reversed()
        let (report, read) = try both(long(rows))
        #expect(report.warnings.isEmpty)
        #expect(read == [Self.stored[6]: 3.1, Self.stored[7]: 3.2, Self.stored[8]: 3.3, Self.stored[9]: 4])
    }

    @Test func anHourThatIsThereOnceAndFitsBothIsTakenAsTheFirstWithAWarning() throws {
        let rows = Array(night[0..<5]) + [night[9]]
        let (report, read) = try both(long(rows))
        #expect(report.faults.isEmpty)
        #expect(report.warnings.kept.map(\.line) == [3])
        #expect(report.warnings.kept[0].reason.contains("4 rows to line 6"))
        #expect(report.warnings.kept[0].reason.contains("offset"))
        #expect(read.keys.sorted() == Array(Self.stored[0..<5]) + [Self.stored[9]])
        let alone = try both(long([("02:30", 9)]))
        #expect(alone.0.warnings.total == 1)
        #expect(alone.1 == [Self.stored[3]: 9])
    }

    @Test(arguments: [["02:00", "02:00"], ["02:15", "02:15", "02:30", "02:30", "02:45", "02:45"]])
    func repeatedTimesThatNoOrderTellsApartAreFaultsThatSayWhatHelps(clocks: [String]) throws {
        let report = try check(long(clocks.map { ($0, 1) }))
        #expect(report.faults.kept.map(\.line) == Array(2..<2 + clocks.count))
        #expect(report.faults.kept.allSatisfy { $0.reason.contains("twice") && $0.reason.contains("UTC") })
        #expect(report.readingCount == 0)
    }

    @Test func everySeriesRunsInItsOwnDirection() throws {
        let forward = night.map { "m1,2026-10-25 \($0.clock),\($0.value)" }
        let backward = night.reversed().map { "m2,2026-10-25 \($0.clock),\($0.value)" }
        let text = "meter,time,kwh\n" + zip(forward, backward).map { "\($0)\n\($1)\n" }.joined()
        for meter in ["m1", "m2"] {
            let (report, read) = try both(text, meter)
            #expect(report.warnings.isEmpty && report.faults.isEmpty)
            #expect(read == Dictionary(uniqueKeysWithValues: zip(Self.stored, night.map(\.value))))
        }
    }

    @Test func anHourWithMoreRowsThanAnySeriesHasIsAFaultAndNotMemory() throws {
        let report = try check(long((0..<5000).map { _ in ("02:00", 1) }))
        #expect(report.faults.total == 5000)
        #expect(report.readingCount == 0)
    }

    @Test(arguments: [
        (DateOrder.dayFirst, "29.03.2026 04:30"), (.dayFirst, "29/03/2026 4:30:00"), (.dayFirst, "29-3-2026, 04:30"),
        (.monthFirst, "03/29/2026 04:30"), (.iso, "2026-03-29T04:30"),
    ])
    func datesAreReadInTheirOrder(order: DateOrder, text: String) throws {
        var mapping = Self.mapping
        mapping.dateOrder = order
        let read = try both("meter,time,kwh\nm1,\"\(text)\",1\n", mapping: mapping).1
        #expect(read.keys.map(\.iso8601) == ["2026-03-29T02:30:00Z"])
        let other = try check("meter,time,kwh\nm1,31.02.2026 04:30,1\nm1,2026-3-2,1\n", mapping: mapping)
        #expect(other.faults.kept.map(\.line) == [2, 3])
    }

    @Test func aDateOfAnotherOrderSaysWhichOne() throws {
        let report = try check("meter,time,kwh\nm1,29.03.2026 04:30,1\n")
        #expect(report.faults.kept.first?.reason.contains("this is dayFirst") == true)
    }

    @Test func groupedThousandsAreReadOrRefusedButNeverAThousandTimesTooMuch() throws {
        var mapping = Self.mapping
        mapping.format = CSVFormat(delimiter: CSVFormat.semicolon)
        mapping.isDecimalComma = true
        func values(_ texts: [String], _ mapping: ColumnMapping) throws -> (ReadingsReport, [Double]) {
            let text = "meter;time;kwh\n" + texts.enumerated().map { "m1;2026-01-0\($0 + 1) 00:00;\($1)\n" }.joined()
            let read = try both(text, mapping: mapping)
            return (read.0, read.1.sorted { $0.key < $1.key }.map(\.value))
        }
        #expect(try values(["1.234,5", "1.234.567,25", "0,5"], mapping).1 == [1234.5, 1_234_567.25, 0.5])
        let faulty = try values(["1.234", "12.34,5", "1,5.000"], mapping).0
        #expect(faulty.faults.kept.map(\.line) == [2, 3, 4])
        #expect(faulty.faults.kept[0].reason.contains("thousands or as decimals"))
        mapping.isDecimalComma = false
        #expect(try values(["1,234.5", "0.5"], mapping).1 == [1234.5, 0.5])
        #expect(try values(["1,234", "1,5"], mapping).0.faults.total == 2)
    }

    static let mapping = ColumnMapping(
        layout: .long(series: "meter", start: "time", value: "kwh", quality: nil),
        time: .isoLocal(timeZone: "Europe/Berlin"))

    private func long(_ rows: [(clock: String, value: Double)]) -> String {
        "meter,time,kwh\n" + rows.map { "m1,2026-10-25 \($0.clock),\($0.value)\n" }.joined()
    }

    private func wide(_ rows: [(clock: String, value: Double)]) -> String {
        "start,m1\n" + rows.map { "2026-10-25 \($0.clock),\($0.value)\n" }.joined()
    }

    private func mapping(of text: String) -> ColumnMapping {
        guard text.hasPrefix("start") else { return Self.mapping }
        return ColumnMapping(layout: .wide(start: "start", series: nil), time: .isoLocal(timeZone: "Europe/Berlin"))
    }

    private func check(_ text: String, mapping given: ColumnMapping? = nil) throws -> ReadingsReport {
        try importer(given ?? mapping(of: text)).dryRun(MemoryByteSource(text))
    }

    private func both(
        _ text: String, _ meter: String = "m1", mapping given: ColumnMapping? = nil
    ) throws -> (ReadingsReport, [Timestamp: Double]) {
        let report = try check(text, mapping: given)
        guard report.faults.isEmpty else { return (report, [:]) }
        var read: [Timestamp: Double] = [:]
        _ = try importer(given ?? mapping(of: text)).read(MemoryByteSource(text), batchReadings: 3) { batch in
            for part in batch where part.series.externalName == meter {
                for reading in part.readings { read[reading.start] = reading.value }
            }
        }
        return (report, read)
    }

    private func importer(_ mapping: ColumnMapping) -> ReadingsImport {
        ReadingsImport(mapping: mapping, now: Timestamp(secondsSinceEpoch: 1_795_392_000)) { name in
            Series(
                id: SeriesID(1), externalName: name, name: name, subject: Subject(kind: .loadPoint, id: 1), zone: nil,
                quantity: .activeEnergyImport, intervalSeconds: 900, isDerived: false)
        }
    }
}
