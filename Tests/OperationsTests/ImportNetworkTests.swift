import DatabaseTesting
import Foundation
import GridModel
import Operations
import Persistence
import Telemetry
import Testing

/// The demo's own SimBench tables with two days of profiles beside them.
@Suite struct ImportNetworkTests {
    let temporary: TemporaryDatabase
    let scope: TenantScope
    let folder: URL
    let zones: String
    let now: Timestamp
    let berlin: CityCalendar

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        berlin = try #require(CityCalendar(identifier: "Europe/Berlin"))
        now = try #require(Timestamp(iso8601: "2026-11-23T10:00:00Z"))
        let draft = TenantDraft(
            code: "town", name: "Town", timeZone: "Europe/Berlin", locale: "de-DE", currency: "EUR")
        let tenant = try await CreateTenant(database: temporary.database)(draft, now: now, by: .tester)
        scope = TenantScope(tenant: tenant.id)
        let demo = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "data/demo")
        zones = demo.appending(path: "zones.geojson").path
        folder = temporary.directory.appending(path: "network")
        try FileManager.default.copyItem(at: demo.appending(path: "network"), to: folder)
        try writeProfiles()
    }

    @Test func networkZonesAndProfilesAreThereAfterAnImport() async throws {
        let outcome = try await run(dryRun: false)
        #expect(outcome.loadPoints == 139)
        #expect(outcome.zones == 10)
        #expect(outcome.series == 273)
        #expect(outcome.readings == 273 * 192)
        let (count, derived, first) = try await temporary.database.read(scope) { session in
            let series = try SeriesRepository(session).list(subjectKind: .loadPoint, isDerived: false)
            return (
                try ReadingBlockRepository(session).totalCount(),
                try SeriesRepository(session).list(subjectKind: .zone, isDerived: true).count,
                series.filter { $0.intervalSeconds == 900 && $0.zone != nil }.count
            )
        }
        #expect(count == 273 * 192)
        #expect(derived == 30)
        #expect(first == 138)
    }

    @Test func energyIsRatedPowerTimesProfileTimesAQuarterHour() async throws {
        _ = try await run(dryRun: false)
        let (rated, block) = try await temporary.database.read(scope) { session in
            let load = try #require(try AssetRepository(session).loadPoints().first)
            let series = try #require(
                try SeriesRepository(session).list(subjectKind: .loadPoint, isDerived: false).first {
                    $0.subject.id == load.id.rawValue
                })
            let start = try #require(Timestamp(iso8601: "2017-12-31T23:00:00Z"))
            var first: Double?
            try ReadingBlockRepository(session).forEachBlock(
                of: series.id, intervalSeconds: 900, in: TimeSpan(start: start - 86_400, end: start + 86_400)
            ) { first = first ?? $0.values.first }
            return (load.ratedKW, first)
        }
        // The profile begins with 0.5.
        let energy = try #require(block)
        #expect(abs(energy - rated * 0.5 * 0.25) < 1e-9)
    }

    @Test func withoutProfilesEveryLoadPointAndGeneratorAwaitsItsMeter() async throws {
        let outcome = try await run(dryRun: false, meters: .real(intervalSeconds: 1800))
        #expect(outcome.series == 273)
        #expect(outcome.readings == 0)
        let series = try await temporary.database.read(scope) {
            try SeriesRepository($0).list(subjectKind: .loadPoint, isDerived: false)
        }
        #expect(series.count == 139)
        #expect(series.allSatisfy { $0.intervalSeconds == 1800 })
    }

    @Test func dryRunReportsTheSameAndStoresNothing() async throws {
        let planned = try await run(dryRun: true)
        #expect(try await isEmpty())
        let done = try await run(dryRun: false)
        #expect(planned == done)
    }

    @Test func secondNetworkIsRefused() async throws {
        _ = try await run(dryRun: false)
        await #expect(throws: NetworkImportError.networkExists) { try await run(dryRun: false) }
    }

    @Test func brokenProfileLeavesNothing() async throws {
        let file = folder.appending(path: "LoadProfile.csv")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("0.5;", with: "half;", maxReplacements: 1).write(to: file, atomically: true, encoding: .utf8)
        let error = await #expect(throws: (any Error).self) { try await run(dryRun: false) }
        #expect("\(try #require(error))".contains("“half” is not a number"))
        #expect(try await isEmpty())
    }

    @Test func profilesThatAreStillToComeAreRefused() async throws {
        let early = try #require(Timestamp(iso8601: "2018-01-01T12:00:00Z"))
        await #expect(throws: NetworkImportError.self) { try await run(dryRun: false, now: early) }
        #expect(try await isEmpty())
    }

    @Test func zoneThatNamesAnUnknownNodeIsRefused() async throws {
        let path = temporary.directory.appending(path: "zones.geojson")
        let text = try String(contentsOfFile: zones, encoding: .utf8)
        let node = try #require(text.firstMatch(of: /"(MV3\.101 Bus \d+)"/)?.1)
        try text.replacing(node, with: "no such node", maxReplacements: 1)
            .write(to: path, atomically: true, encoding: .utf8)
        let error = await #expect(throws: (any Error).self) { try await run(dryRun: false, zones: path.path) }
        #expect("\(try #require(error))".contains("no such node"))
        #expect(try await isEmpty())
    }

    @Test(arguments: [
        ("Bad Code", "N", "UTC", "en", "EUR", "code"), ("ok", " ", "UTC", "en", "EUR", "name"),
        ("ok", "N", "Mars/Base", "en", "EUR", "timeZone"), ("ok", "N", "UTC", "!", "EUR", "locale"),
        ("ok", "N", "UTC", "en", "euro", "currency"),
    ])
    func tenantWithABadFieldIsRefusedByItsName(
        code: String, name: String, timeZone: String, locale: String, currency: String, field: String
    ) async throws {
        let draft = TenantDraft(code: code, name: name, timeZone: timeZone, locale: locale, currency: currency)
        let error = await #expect(throws: TenantError.self) {
            try await CreateTenant(database: temporary.database)(draft, now: now, by: .tester)
        }
        #expect("\(try #require(error))".contains(field))
    }

    private func run(
        dryRun: Bool, zones: String? = nil, now: Timestamp? = nil, meters: NetworkFiles.Meters? = nil
    ) async throws -> NetworkImportOutcome {
        try await ImportNetwork(database: temporary.database, scope: scope)(
            NetworkFiles(
                folder: folder.path, zones: zones ?? self.zones, meters: meters ?? .profiles(clock: berlin)),
            now: now ?? self.now, dryRun: dryRun, by: .tester
        ) { _ in }
    }

    private func isEmpty() async throws -> Bool {
        try await temporary.database.read(scope) { session in
            let assets = try AssetRepository(session).assets().count
            let series = try SeriesRepository(session).list().count
            return try assets + series + ReadingBlockRepository(session).totalCount() == 0
        }
    }

    /// Every profile that the tables name: 0.5, then rising and falling.
    private func writeProfiles() throws {
        for (table, file, suffix) in [("Load", "LoadProfile", "_pload"), ("RES", "RESProfile", "")] {
            let text = try String(contentsOf: folder.appending(path: "\(table).csv"), encoding: .utf8)
            let rows = text.split(whereSeparator: \.isNewline).map {
                $0.split(separator: ";", omittingEmptySubsequences: false)
            }
            let column = try #require(rows.first?.firstIndex(of: "profile"))
            let names = Set(rows.dropFirst().map { String($0[column]) }).sorted()
            var lines = [(["time"] + names.map { $0 + suffix }).joined(separator: ";")]
            for quarter in 0..<192 {
                let (day, hour, minute) = (quarter / 96 + 1, quarter / 4 % 24, quarter % 4 * 15)
                let time = String(format: "%02d.01.2018 %02d:%02d", day, hour, minute)
                let value = quarter == 0 ? "0.5" : String(Double(quarter % 10) / 10)
                lines.append(([time] + names.map { _ in value }).joined(separator: ";"))
            }
            try lines.joined(separator: "\n").write(
                to: folder.appending(path: "\(file).csv"), atomically: true, encoding: .utf8)
        }
    }
}
