import GridModel
import Interchange
import Testing

@Suite struct ReadingsImportTests {
    let now = Timestamp(secondsSinceEpoch: 1_795_392_000)
    let wide = ColumnMapping(layout: .wide(start: "start", series: nil), time: .isoWithZone)
    let long = ColumnMapping(
        layout: .long(series: "meter", start: "time", value: "kwh", quality: "quality"), time: .epochSeconds)

    @Test func readsTheWideFormWithMissingValues() throws {
        let text = """
            start,m1,m2
            2026-01-01T00:00:00Z,1.5,2
            2026-01-01T00:15:00Z,,0.001
            """
        let read = try readings(text, wide)
        #expect(read["m1"]?.map(\.value) == [1.5])
        #expect(read["m2"]?.map(\.value) == [2, 0.001])
        let report = try dryRun(text, wide)
        #expect(report.emptyValueCount == 1)
        #expect(report.readingCount == 3)
        #expect(report.rowCount == 2)
        #expect(report.faults.isEmpty)
        #expect(report.preview == [["2026-01-01T00:00:00Z", "1.5", "2"], ["2026-01-01T00:15:00Z", "", "0.001"]])
        #expect(report.series.map(\.inferredIntervalSeconds) == [900, 900])
        #expect(report.series.map(\.name) == ["m1", "m2"])
    }

    @Test func readsTheLongFormWithQualities() throws {
        let text = "meter;time;kwh;quality\nm1;900;1;\nm2;900;2;estimated\nm1;0;3;edited\n"
        let read = try readings(text, long)
        #expect(read["m1"]?.map(\.start.secondsSinceEpoch) == [900, 0])
        #expect(read["m1"]?.map(\.quality) == [.measured, .edited])
        #expect(read["m2"]?.map(\.quality) == [.estimated])
    }

    @Test func namesThatAnExportGuardedAgainstFormulasMeanTheirSeries() throws {
        let names = ["=x", "'=x", "''", "-1", "plain", "'plain"]
        var text: [UInt8] = Array("meter,time,kwh,quality\n".utf8)
        for (index, name) in names.enumerated() {
            TextBytes.append(csvField: name, to: &text)
            text += Array(",900,\(index + 1),\n".utf8)
        }
        var read: [String: Double] = [:]
        let known = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Self.series($0 + 1, $1)) })
        _ = try ReadingsImport(mapping: long, now: now) { known[$0] }.read(MemoryByteSource(text)) { batches in
            for batch in batches { read[batch.series.externalName] = batch.readings.first?.value }
        }
        #expect(read == ["=x": 1, "'=x": 2, "''": 3, "-1": 4, "plain": 5, "'plain": 6])
        // Written by others, with an apostrophe that is the name's own.
        #expect(TextBytes.unguarded(csvField: "'plain") == nil)
        let own = try ReadingsImport(mapping: long, now: now) { $0 == "'=y" ? Self.series(1, $0) : nil }
            .dryRun(MemoryByteSource(Array("meter,time,kwh,quality\n'=y,900,1,\n".utf8)), previewRows: 0)
        #expect(own.series.map(\.name) == ["'=y"])
    }

    @Test func readsDecimalCommasAndUnits() throws {
        var mapping = ColumnMapping(
            layout: .wide(start: "start", series: ["m1"]), time: .isoWithZone, unit: .wattHours, isDecimalComma: true)
        let text = "start;m1;note\n2026-01-01T00:00:00Z;1234,5;x\n"
        #expect(try readings(text, mapping)["m1"]?.map(\.value) == [1.2345])
        mapping.unit = .megawattHours
        #expect(try readings(text, mapping)["m1"]?.map(\.value) == [1_234_500])
        mapping.unit = .kilowatts
        #expect(try dryRun(text, mapping).faults.kept.map(\.column) == ["m1"])
    }

    @Test func reportsEveryBadRowByLineColumnAndReason() throws {
        let text = """
            start,m1,m2
            2026-01-01T00:00:00Z,x,2
            2026-01-01T00:07:00Z,1,2
            tomorrow,1,2
            2026-01-01T00:30:00Z,1
            2026-01-01T00:45:00Z,-1,1e10
            2027-01-01T00:00:00Z,nan,1
            2026-01-01T01:00:00Z,1,1
            """
        let report = try dryRun(text, wide)
        #expect(
            report.faults.kept.map { "\($0.line ?? 0) \($0.column ?? "-")" } == [
                "2 m1", "3 m1", "3 m2", "4 start", "5 -", "6 m1", "6 m2", "7 m1", "7 m2",
            ])
        #expect(report.faults.kept.allSatisfy { !$0.reason.isEmpty })
        #expect(report.readingCount == 3)
        #expect(throws: ImportError.self) { try readings(text, wide) }
    }

    @Test func keepsAThousandFaultsAndCountsAll() throws {
        let text = "start,m1\n" + String(repeating: "never,1\n", count: 2500)
        let report = try dryRun(text, wide)
        #expect(report.faults.total == 2500)
        #expect(report.faults.kept.count == 1000)
    }

    @Test func refusesHeadersThatDoNotFit() throws {
        #expect(try dryRun("start,m1,m1\n", wide).faults.total == 2)
        #expect(try dryRun("begin,m1\n", wide).faults.kept.map(\.column) == ["start"])
        #expect(try dryRun("start,stranger\n", wide).faults.kept.map(\.reason) == ["“stranger” names no series"])
        #expect(try dryRun("start\n", wide).faults.total == 1)
        #expect(try dryRun("meter,time\n", long).faults.kept.map(\.column) == ["quality", "kwh"])
        let nowhere = ColumnMapping(
            layout: .wide(start: "start", series: nil), time: .isoLocal(timeZone: "Mars/Olympus"))
        #expect(try dryRun("start,m1\n", nowhere).faults.total == 1)
        #expect(
            try dryRun("meter;time;kwh;quality\nx;0;1;\nx;0;1;\nm1;0;1;sure", long).faults.kept.map(\.line) == [
                2, 3, 4,
            ])
    }

    @Test func repeatedHourIsTakenByTheOrderOfRows() throws {
        let local = ColumnMapping(
            layout: .wide(start: "start", series: nil), time: .isoLocal(timeZone: "America/Los_Angeles"))
        let clock = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"]
        let text = "start,m1\n" + clock.map { "2025-11-02 \($0),1\n" }.joined()
        let starts = try #require(try readings(text, local)["m1"]).map(\.start.iso8601)
        #expect(
            starts == [
                "2025-11-02T07:30:00Z", "2025-11-02T08:00:00Z", "2025-11-02T08:30:00Z", "2025-11-02T09:00:00Z",
                "2025-11-02T09:30:00Z", "2025-11-02T10:00:00Z",
            ])
    }

    @Test func repeatedHourIsToldApartForEachSeriesOfTheLongForm() throws {
        let local = ColumnMapping(
            layout: .long(series: "meter", start: "time", value: "kwh", quality: nil),
            time: .isoLocal(timeZone: "America/Los_Angeles"))
        let text =
            "meter,time,kwh\nm1,2025-11-02T00:45,1\nm2,2025-11-02T00:45,1\n"
            + ["m1", "m2", "m1", "m2"].map { "\($0),2025-11-02T01:00,1\n" }.joined()
        for meter in ["m1", "m2"] {
            let starts = try #require(try readings(text, local)[meter]).map(\.start.iso8601)
            #expect(starts == ["2025-11-02T07:45:00Z", "2025-11-02T08:00:00Z", "2025-11-02T09:00:00Z"])
        }
    }

    @Test func timeThatTheClockSkipsIsAFault() throws {
        let local = ColumnMapping(
            layout: .wide(start: "start", series: nil), time: .isoLocal(timeZone: "America/Los_Angeles"))
        let report = try dryRun("start,m1\n2026-03-08 01:45,1\n2026-03-08 02:00,1\n2026-03-08 03:00,1\n", local)
        #expect(report.faults.kept.map(\.line) == [3])
        #expect(report.series.map(\.inferredIntervalSeconds) == [900])
        // The island's clock moves by half an hour.
        let island = ColumnMapping(
            layout: .wide(start: "start", series: nil), time: .isoLocal(timeZone: "Australia/Lord_Howe"))
        let half = try dryRun("start,m1\n2025-10-05 01:45,1\n2025-10-05 02:15,1\n2025-10-05 02:30,1\n", island)
        #expect(half.faults.kept.map(\.line) == [3])
    }

    @Test func deliversBoundedBatches() throws {
        let text = "start,m1,m2\n" + (0..<5000).map { "\($0 * 900),1,2\n" }.joined()
        var mapping = wide
        mapping.time = .epochSeconds
        var sizes: [Int] = []
        var last = 0.0
        let total = try importer(mapping).read(
            MemoryByteSource(text, chunkSize: 1000), batchReadings: 1000,
            progress: { progress in
                #expect(progress.fraction >= last)
                last = progress.fraction
            }, deliver: { batch in sizes.append(batch.reduce(0) { $0 + $1.readings.count }) })
        #expect(total == 10_000)
        #expect(sizes.reduce(0, +) == 10_000)
        #expect(sizes.allSatisfy { $0 <= 1001 })
        #expect(last == 1)
    }

    @Test func hostileBytesNeverTrap() {
        var state: UInt64 = 88
        for _ in 0..<2000 {
            let bytes = (0..<300).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Array("0123456789,;\"\n\r-:TZ. eE+m1\u{ff}".utf8)[Int(state >> 33) % 28]
            }
            let text = Array("start,m1\n".utf8) + bytes
            _ = try? importer(wide).dryRun(MemoryByteSource(text))
            _ = try? importer(long).dryRun(MemoryByteSource(Array("meter,time,kwh,quality\n".utf8) + bytes))
        }
    }

    private func dryRun(_ text: String, _ mapping: ColumnMapping) throws -> ReadingsReport {
        try importer(mapping).dryRun(MemoryByteSource(text))
    }

    private func readings(_ text: String, _ mapping: ColumnMapping) throws -> [String: [Reading]] {
        var read: [String: [Reading]] = [:]
        _ = try importer(mapping).read(MemoryByteSource(text)) { batch in
            for part in batch { read[part.series.externalName, default: []] += part.readings }
        }
        return read
    }

    private func importer(_ mapping: ColumnMapping) -> ReadingsImport {
        ReadingsImport(mapping: mapping, now: now) { name in
            ["m1", "m2"].contains(name) ? Self.series(1, name) : nil
        }
    }

    private static func series(_ id: Int, _ name: String) -> Series {
        Series(
            id: SeriesID(Int64(id)), externalName: name, name: name, subject: Subject(kind: .loadPoint, id: 1),
            zone: nil,
            quantity: .activeEnergyImport, intervalSeconds: 900, isDerived: false)
    }
}
