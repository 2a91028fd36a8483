import DatabaseTesting
import Foundation
import GridModel
import Operations
import Persistence
import Testing

@Suite struct ImportReadingsTests {
    let city: SmallCity

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
    }

    @Test func soundFileIsStoredWhole() async throws {
        let outcome = try await run(
            "time,name,kwh\n2026-06-09T12:00:00Z,meter,1.5\n2026-06-09T13:00:00Z,meter,2\n2026-06-09T12:00:00Z,solar,3\n"
        )
        #expect(outcome.isSound)
        #expect(outcome.receipt?.inserted == 3)
        #expect(try await city.totalReadings() == 3)
        #expect(try await Set(city.staleSeries()) == [city.meter.id, city.solar.id])
        let again = try await run("time,name,kwh\n2026-06-09T12:00:00Z,meter,1.75\n")
        #expect(again.receipt?.revised == 1)
    }

    @Test(arguments: [
        ("2026-06-09T13:00:00Z,nobody,2", "name"), ("2026-06-09T13:00:00Z,meter,many", "kwh"),
        ("yesterday,meter,2", "time"), ("2026-06-09T13:00:00Z,meter,-2", "kwh"),
        ("2026-06-09T13:30:00Z,meter,2", "time"),
        ("2026-06-11T13:00:00Z,meter,2", "time"), ("2026-06-09T13:00:00Z,Z.netLoad,2", "name"),
    ])
    func brokenFileChangesNothingAndNamesThePlace(row: String, column: String) async throws {
        let outcome = try await run("time,name,kwh\n2026-06-09T12:00:00Z,meter,1.5\n\(row)\n")
        #expect(!outcome.isSound)
        #expect(outcome.receipt == nil)
        #expect(outcome.text.contains("line 3, column \(column): "))
        #expect(outcome.text.contains("Nothing was stored."))
        #expect(try await city.totalReadings() == 0)
        #expect(try await city.staleSeries() == [])
    }

    @Test func dryRunReportsAndStoresNothing() async throws {
        let outcome = try await run("time,name,kwh\n2026-06-09T12:00:00Z,meter,1.5\n", dryRun: true)
        #expect(outcome.isSound)
        #expect(outcome.receipt == nil)
        #expect(outcome.text.contains("1 rows, 1 sound readings, 0 faults"))
        #expect(try await city.totalReadings() == 0)
    }

    @Test func qualityUnitDecimalCommaAndTheWallClockAreTakenOver() async throws {
        let columns = try ReadingsColumns(
            start: "time", layout: .long(series: "name", value: "wh", quality: "how"), unitName: "Wh",
            isDecimalComma: true, timeZone: "America/Los_Angeles")
        let outcome = try await run(
            "time;name;wh;how\n2026-06-09 05:00;meter;1500,5;estimated\n", columns: columns)
        #expect(outcome.receipt?.inserted == 1)
        let window = try await city.queries.readings(
            city.meter.id, from: Timestamp(iso8601: "2026-06-09T12:00:00Z"),
            to: Timestamp(iso8601: "2026-06-09T13:00:00Z"), points: 10)
        let reading = try #require(window?.readings.first)
        #expect(reading.value == 1.5005)
        #expect(reading.quality == .estimated)
    }

    @Test func unitThatIsNotTheSeriesOneIsRefused() async throws {
        let columns = try ReadingsColumns(
            start: "time", layout: .long(series: "name", value: "kwh", quality: nil), unitName: "kW")
        let outcome = try await run("time,name,kwh\n2026-06-09T12:00:00Z,meter,1.5\n", columns: columns)
        #expect(!outcome.isSound)
        #expect(outcome.text.contains("kW"))
        #expect(throws: UnknownName.self) {
            try ReadingsColumns(start: "t", layout: .wide(columns: nil), unitName: "GW")
        }
    }

    @Test func everyFaultGoesIntoTheFileAlsoThoseThatAreNotShown() async throws {
        let faults = city.temporary.directory.appending(path: "faults.csv")
        let rows = (0..<1500).map { "2026-06-09T12:00:00Z,\"no, \"\"one\"\" \($0)\",1\n" }.joined()
        let text = "time,name,kwh\n" + rows
        let outcome = try await run(text, dryRun: true, faultsPath: faults.path)
        #expect(outcome.text.contains("1500 faults"))
        #expect(outcome.text.contains("All 1500 faults are in \(faults.path)."))
        let lines = try String(contentsOf: faults, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 1501)
        #expect(lines.first == "line,column,reason")
        #expect(lines.last == "1501,name,\"“no, \"\"one\"\" 1499” names no series\"")
        #expect(try await run(text).text.contains("`--faults FILE` writes all of them to a file."))
    }

    @Test func faultsThatCannotBeWrittenAreAnErrorBeforeAnythingIsStored() async throws {
        let path = city.temporary.directory.appending(path: "missing/faults.csv").path
        await #expect(throws: LoadFileError.self) {
            try await run("time,name,kwh\n2026-06-09T12:00:00Z,meter,1.5\n", faultsPath: path)
        }
        #expect(try await city.totalReadings() == 0)
    }

    @Test func dryRunShowsTheFirstRows() async throws {
        let rows = (0..<9).map { "2026-06-09T0\($0):00:00Z,meter,\($0).5\n" }.joined()
        let outcome = try await run("time,name,kwh\n" + rows, dryRun: true)
        #expect(outcome.text.contains("  time                  name   kwh\n  2026-06-09T00:00:00Z  meter  0.5\n"))
        #expect(outcome.text.contains("4.5") && !outcome.text.contains("5.5"))
    }

    @Test func fileThatIsNotThereIsAnError() async throws {
        await #expect(throws: (any Error).self) {
            try await importer(path: "missing.csv", dryRun: false)
        }
        #expect(try await city.totalReadings() == 0)
    }

    private func run(
        _ text: String, dryRun: Bool = false, columns: ReadingsColumns? = nil, faultsPath: String? = nil
    ) async throws -> ImportOutcome {
        let file = city.temporary.directory.appending(path: "readings.csv")
        try Data(text.utf8).write(to: file)
        return try await importer(
            path: file.lastPathComponent, dryRun: dryRun, columns: columns, faultsPath: faultsPath)
    }

    private func importer(
        path: String, dryRun: Bool, columns: ReadingsColumns? = nil, faultsPath: String? = nil
    ) async throws -> ImportOutcome {
        try await ImportReadings(database: city.database, scope: city.scope)(
            city.temporary.directory.appending(path: path).path,
            try columns
                ?? ReadingsColumns(
                    start: "time", layout: .long(series: "name", value: "kwh", quality: nil)), now: city.clock.now,
            dryRun: dryRun, faultsPath: faultsPath, by: .tester
        ) { _ in }
    }
}
