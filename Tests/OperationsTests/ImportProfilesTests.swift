import DatabaseTesting
import Foundation
import GridModel
import Operations
import Persistence
import Telemetry
import Testing

/// A folder in SimBench's format with profiles: the demo's network and two profiles of our own making.
@Suite struct ImportProfilesTests {
    let folder: URL
    let temporary: TemporaryDatabase
    let scope: TenantScope
    let clock: CityCalendar

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        let tenant = try await temporary.database.writeUnscoped {
            try TenantDirectory($0).create(
                code: "sim", name: "Sim", timeZone: "Europe/Berlin", locale: "de", currency: "EUR", at: .epoch)
        }
        scope = TenantScope(tenant: tenant.id)
        clock = try #require(CityCalendar(identifier: "Europe/Berlin"))
        let network = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "data/demo/network")
        folder = temporary.directory.appending(path: "network")
        try FileManager.default.copyItem(at: network, to: folder)
    }

    @Test func everyLoadAndGeneratorGetsItsProfileAsEnergy() async throws {
        try writeProfiles(values: [0.5, 1, 0.25])
        let outcome = try await importing(now: "2026-01-01T00:00:00Z")
        #expect(outcome.readings == outcome.series * 3)
        #expect(outcome.series == 139 + 134)
        let readings = try await temporary.database.read(scope) { session in
            let series = try #require(try SeriesRepository(session).series(externalName: "HV1_MV3.101_load"))
            var readings: [Reading] = []
            try ReadingBlockRepository(session).forEachBlock(
                of: series.id, intervalSeconds: 900,
                in: TimeSpan(start: .epoch, end: Timestamp(secondsSinceEpoch: 1_900_000_000))
            ) { readings += $0.readings }
            return readings
        }
        let midnight = try #require(Timestamp(iso8601: "2015-12-31T23:00:00Z"))
        #expect(readings.map(\.start) == [midnight, midnight + 900, midnight + 1800])
        // 430 kW for a quarter of an hour at 0.5, 1 and 0.25.
        for (reading, energy) in zip(readings, [53.75, 107.5, 26.875]) { #expect(abs(reading.value - energy) < 1e-9) }
    }

    @Test func profileThatNoMeterReadsRefusesTheWholeFolder() async throws {
        try writeProfiles(values: [0.5, -1, 0.25])
        let refusal = try #require(
            await #expect(throws: IngestRefusal.self) { try await importing(now: "2026-01-01T00:00:00Z") })
        #expect(refusal.faults.first?.index == 1)
        #expect(refusal.description.hasPrefix("Reading 2: HV1_MV3.101_load: "))
        let left = try await temporary.database.read(scope) { session in
            (try SeriesRepository(session).count(), try AssetRepository(session).count(.node))
        }
        #expect(left == (0, 0))
    }

    private func importing(now: String) async throws -> NetworkImportOutcome {
        let now = try #require(Timestamp(iso8601: now))
        return try await ImportNetwork(database: temporary.database, scope: scope)(
            NetworkFiles(folder: folder.path, zones: nil, meters: .profiles(clock: clock)), now: now, dryRun: false,
            by: .tester
        ) { _ in }
    }

    /// The same values for every profile that the network names, from midnight on New Year's Day 2016.
    private func writeProfiles(values: [Double]) throws {
        for (file, table, column, suffix) in [("Load", "LoadProfile", 2, "_pload"), ("RES", "RESProfile", 3, "")] {
            let lines = try String(contentsOf: folder.appending(path: "\(file).csv"), encoding: .utf8)
                .split(whereSeparator: \.isNewline).dropFirst()
            let profiles = Set(lines.map { $0.split(separator: ";", omittingEmptySubsequences: false)[column] })
                .sorted()
            let header = "time;" + profiles.map { "\($0)\(suffix)" }.joined(separator: ";")
            let rows = values.enumerated().map { index, value in
                "01.01.2016 00:\(["00", "15", "30", "45"][index]);"
                    + profiles.map { _ in String(value) }.joined(separator: ";")
            }
            try Data(([header] + rows).joined(separator: "\n").utf8)
                .write(to: folder.appending(path: "\(table).csv"))
        }
    }
}
