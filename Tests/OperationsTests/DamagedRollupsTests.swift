import DatabaseTesting
import GridModel
import Operations
import Persistence
import Testing

@Suite struct DamagedRollupsTests {
    let city: SmallCity

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5, 6])
        try await city.send(city.solar, from: "2026-06-09T12:00:00Z", [2, 3])
    }

    @Test(.onlySQLite("It makes the fault by a trigger in SQLite's own words."))
    func oneSeriesThatFailsDoesNotKeepTheOthersBack() async throws {
        try await refuseHoursOfTheThermometer()
        try await city.send(city.thermometer, from: "2026-06-09T12:00:00Z", [20])
        let error = await #expect(throws: IncompleteRollups.self) { try await city.rollups() }
        #expect(error?.rebuilt == [city.zone])
        #expect(error?.failures.map(\.subject) == ["series \(city.thermometer.id)"])
        #expect(error?.failures.first?.reason.contains("worn out") == true)
        #expect(try await city.staleSeries() == [city.thermometer.id])
        #expect(try await zoneHours() == [3, 3])
        // Mended, the rest is done.
        try await city.database.writeUnscoped { _ = try $0.run("DROP TRIGGER worn_out") }
        #expect(try await city.rollups() == [])
        #expect(try await city.staleSeries() == [])
    }

    @Test func aDamagedBlockIsSetAsideByTheRollups() async throws {
        try await damage(city.solar)
        #expect(try await city.rollups() == [city.zone])
        #expect(try await damaged().map(\.series) == [city.solar.id])
        #expect(try await damaged().first?.readingCount == 2)
        try await city.rollups()
        #expect(try await city.staleSeries() == [])
    }

    @Test func readingsOfASpanWithADamagedBlockAreTaken() async throws {
        try await city.rollups()
        try await damage(city.meter)
        let receipt = try await city.send(city.meter, from: "2026-06-09T14:00:00Z", [7])
        #expect(receipt.inserted == 1)
        #expect(try await damaged().map(\.series) == [city.meter.id])
        #expect(try await city.totalReadings() == 3)
        let described = try await city.queries.series(city.meter.id)
        #expect(described?.readingCount == 1 && described?.firstReadingAt == described?.lastReadingAt)
        // What the damaged block held can come again.
        #expect(try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5, 6]).inserted == 2)
        try await city.rollups()
        #expect(try await zoneHours().prefix(2) == [3, 3])
    }

    private func damaged() async throws -> [DamagedBlock] {
        try await city.database.read(city.scope) { try DamagedBlockRepository($0).newest(limit: 10) }
    }

    private func damage(_ series: Series) async throws {
        try await city.database.writeUnscoped {
            let changed = try $0.run(
                "UPDATE reading_blocks SET payload = $2 WHERE series_id = $1",
                [series.id.sql, [1, 2, 3, 4, 5, 6, 7, 8].sql])
            #expect(changed == 1)
        }
    }

    private func refuseHoursOfTheThermometer() async throws {
        try await city.database.writeUnscoped {
            _ = try $0.run(
                """
                CREATE TRIGGER worn_out BEFORE INSERT ON series_hourly
                WHEN NEW.series_id = (SELECT series_id FROM series WHERE external_name = 'thermometer')
                BEGIN SELECT RAISE(ABORT, 'worn out'); END
                """)
        }
    }

    private func zoneHours() async throws -> [Double] {
        let span = TimeSpan(start: city.clock.now - 86_400, end: city.clock.now)
        return try await city.database.read(city.scope) { [zone = city.zone] session in
            var rows: [Double] = []
            try AreaRollupRepository(session).forEachHour(of: .zone(zone), in: span) { rows.append($0.netLoadKW) }
            return rows
        }
    }
}
