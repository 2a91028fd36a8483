import DatabaseTesting
import Foundation
import GridModel
import Operations
import Persistence
import Testing

@Suite struct ExportReadingsTests {
    let city: SmallCity
    let folder: URL

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z", timeZone: "Europe/Berlin")
        folder = city.temporary.directory.appending(path: "exports")
    }

    private func exporting(_ limits: ExportLimits = ExportLimits()) -> ExportReadings {
        ExportReadings(
            database: city.database, tenant: city.tenant, clock: city.clock.city, limits: limits,
            temporaryFolder: folder)
    }

    private func text(_ request: ExportRequest) async throws -> String {
        var bytes: [UInt8] = []
        try await exporting().prepare(request).write { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func refusedFields(_ request: ExportRequest, _ limits: ExportLimits = ExportLimits()) async throws
        -> [String]
    {
        do {
            _ = try await exporting(limits).prepare(request)
            return []
        } catch let refusal as ExportRefusal {
            return refusal.faults.map(\.field)
        }
    }

    @Test func eachSeriesComesInItsOwnUnitAndOnlyItsTimes() async throws {
        try await city.send(city.meter, from: "2026-06-01T00:00:00Z", [1, 2.5, 3])
        try await city.send(city.thermometer, from: "2026-06-01T01:00:00Z", [-1.5])
        let written = try await text(
            ExportRequest(
                series: [city.thermometer.id, city.meter.id], from: Timestamp(iso8601: "2026-06-01T01:00:00Z"),
                to: Timestamp(iso8601: "2026-06-01T03:00:00Z")))
        #expect(
            written == """
                series,quantity,start,value,unit,quality
                meter,activeEnergyImport,2026-06-01T03:00:00+02:00,2.5,kWh,measured
                meter,activeEnergyImport,2026-06-01T04:00:00+02:00,3,kWh,measured
                thermometer,temperature,2026-06-01T03:00:00+02:00,-1.5,°C,measured

                """)
    }

    @Test func pagesMeetWithoutAGapOrARepetition() async throws {
        // More than one page of one series, and a page border in the middle of another.
        let hours = 24 * 900
        let start = try #require(Timestamp(iso8601: "2023-06-01T00:00:00Z"))
        for first in stride(from: 0, to: hours, by: 5400) {
            let count = min(5400, hours - first)
            try await city.send(
                city.meter, from: (start + Int64(first) * 3600).iso8601, (first..<(first + count)).map { Double($0) })
        }
        try await city.send(city.solar, from: "2024-01-01T00:00:00Z", [7])
        for layout in ExportRequest.Layout.allCases {
            for resolution in ExportRequest.Resolution.allCases {
                let written = try await text(
                    ExportRequest(
                        series: [city.meter.id, city.solar.id], from: start, to: start + Int64(hours) * 3600,
                        format: .jsonl, layout: layout, resolution: resolution, timeZone: "Europe/Berlin"))
                let lines = written.split(separator: "\n").filter { $0.contains("\"meter\"") }
                #expect(Set(lines).count == lines.count)
                // The last local day begins in the window and reaches beyond it.
                #expect(lines.count == (resolution == .day ? 901 : hours), "\(layout) \(resolution)")
            }
        }
    }

    @Test func whatIsWrongIsNamedBeforeAnythingIsRead() async throws {
        #expect(try await refusedFields(ExportRequest()) == ["series"])
        #expect(
            try await refusedFields(ExportRequest(series: [SeriesID(99)], timeZone: "x")) == ["timeZone", "series"])
        #expect(
            try await refusedFields(ExportRequest(series: [city.thermometer.id], format: .greenButton)) == ["format"])
        var few = ExportLimits()
        few.series = 1
        #expect(try await refusedFields(ExportRequest(zone: city.zone), few) == ["series"])
        few = ExportLimits()
        few.wideSeries = 1
        #expect(try await refusedFields(ExportRequest(zone: city.zone, layout: .wide), few) == ["layout"])
        #expect(try await refusedFields(ExportRequest(zone: city.zone), few) == [])
        few.spreadsheetCells = 100
        #expect(try await refusedFields(ExportRequest(zone: city.zone, format: .xlsx), few) == ["format"])
    }

    @Test func aSpreadsheetThatIsGivenUpLeavesNothingBehind() async throws {
        try await city.send(city.meter, from: "2026-06-01T00:00:00Z", [1, 2, 3])
        struct GivenUp: Error {}
        let export = try await exporting().prepare(
            ExportRequest(series: [city.meter.id], from: Timestamp(iso8601: "2026-06-01T00:00:00Z"), format: .xlsx))
        await #expect(throws: GivenUp.self) {
            try await export.write(to: { _ in }, progress: { _ in throw GivenUp() })
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test func aSweepTakesOnlyWhatAKilledProcessLeft() throws {
        try ExportFolder.sweep(folder)
        let used = try ExportFolder(in: folder)
        // Nobody holds its lock.
        let left = folder.appending(path: "export-left", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: left, withIntermediateDirectories: true)
        try Data("part".utf8).write(to: left.appending(path: "readings.xlsx"))
        let other = folder.appending(path: "notes")
        try Data("mine".utf8).write(to: other)
        try ExportFolder.sweep(folder)
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
                == [used.url.lastPathComponent, "notes"])
        used.remove()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["notes"])
    }

    @Test func anotherTenantsSeriesAreNotThere() async throws {
        try await city.send(city.meter, from: "2026-06-01T00:00:00Z", [1])
        let now = city.clock.city.now
        let other = try await city.database.writeUnscoped {
            try TenantDirectory($0).create(
                code: "other", name: "Other", timeZone: "UTC", locale: "en-US", currency: "USD", at: now)
        }
        let foreign = ExportReadings(
            database: city.database, tenant: other, clock: city.clock.city, temporaryFolder: folder)
        await #expect(throws: ExportRefusal.self) {
            _ = try await foreign.prepare(ExportRequest(series: [city.meter.id]))
        }
        var bytes: [UInt8] = []
        try await foreign.prepare(ExportRequest(quantity: .activeEnergyImport)).write { bytes += $0 }
        #expect(bytes.count(where: { $0 == 0x0A }) == 1)
    }
}
