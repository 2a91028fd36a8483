import GridModel
import Operations
import Persistence
import Testing

@Suite struct RebuildRollupsTests {
    @Test func zoneLoadIsConsumptionMinusGeneration() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5, 6])
        try await city.send(city.solar, from: "2026-06-09T12:00:00Z", [2, 7.5])
        #expect(try await city.rollups() == [city.zone])
        let hours = try await hours(city, .zone(city.zone))
        #expect(hours.map(\.netLoadKW) == [3, -1.5])
        #expect(hours.map(\.consumptionKW) == [5, 6])
        #expect(hours.map(\.generationKW) == [2, 7.5])
        #expect(hours.map(\.isComplete) == [true, true])
    }

    @Test func feederHasTheLoadOfWhatHangsOnIt() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5])
        try await city.send(city.solar, from: "2026-06-09T12:00:00Z", [2])
        try await city.rollups()
        let feeder = try #require(
            try await city.database.read(city.scope) { try AssetRepository($0).assets(of: [.feeder]).first })
        #expect(try await hours(city, .asset(.feeder, feeder.id)).map(\.netLoadKW) == [3])
    }

    @Test func hourWithAMissingSeriesIsIncomplete() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.send(city.meter, from: "2026-06-09T11:00:00Z", [4, 5, 6])
        try await city.send(city.solar, from: "2026-06-09T11:00:00Z", [1])
        try await city.send(city.solar, from: "2026-06-09T13:00:00Z", [1])
        try await city.rollups()
        #expect(try await hours(city, .zone(city.zone)).map(\.reportingSeries) == [2, 1, 2])
        #expect(try await hours(city, .zone(city.zone)).map(\.isComplete) == [true, false, true])
        // The late reading completes it.
        try await city.send(city.solar, from: "2026-06-09T12:00:00Z", [1])
        try await city.rollups()
        #expect(try await hours(city, .zone(city.zone)).map(\.isComplete) == [true, true, true])
    }

    @Test(arguments: [("2026-03-08T00:00:00Z", "2026-03-08", 23), ("2026-11-01T00:00:00Z", "2026-11-01", 25)])
    func dayOfTheClockChangeHasItsHours(from: String, date: String, hours: Int) async throws {
        let city = try await SmallCity(now: "2026-11-10T00:00:00Z")
        try await city.send(city.meter, from: from, Array(repeating: 2, count: 72))
        try await city.send(city.solar, from: from, Array(repeating: 0.5, count: 72))
        try await city.rollups()
        let series = try await city.database.read(city.scope) { [meter = city.meter.id] session in
            try session.connection.rows(
                """
                SELECT local_date, reading_count, sum_value FROM series_daily
                WHERE tenant_id = $1 AND series_id = $2 AND local_date = $3
                """,
                [session.scope.tenant.sql, meter.sql, date.sql]
            ) { [$0.real(1), $0.real(2)] }
        }
        #expect(series == [[Double(hours), Double(hours) * 2]])
        let area = try await city.database.read(city.scope) { [zone = city.zone] session in
            try session.connection.rows(
                """
                SELECT hour_count, complete_hour_count, consumption_kwh, generation_kwh FROM area_daily
                WHERE tenant_id = $1 AND area_kind = 'zone' AND area_id = $2 AND local_date = $3
                """,
                [session.scope.tenant.sql, zone.sql, date.sql]
            ) { [$0.real(0), $0.real(1), $0.real(2), $0.real(3)] }
        }
        #expect(area == [[Double(hours), Double(hours), Double(hours) * 2, Double(hours) * 0.5]])
    }

    @Test func rebuildingAgainChangesNothing() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.send(city.meter, from: "2026-06-01T00:00:00Z", (0..<200).map { Double($0) / 10 })
        try await city.rollups()
        let before = try await everything(city)
        #expect(before.count > 400)
        #expect(try await city.rollups() == [])
        // The same stretch marked again, as after a process that was killed half-way.
        let span = TimeSpan(start: city.clock.now - 9 * 86_400, end: city.clock.now)
        try await city.database.write(city.scope) { [meter = city.meter.id] in
            try StaleRollupRepository($0).mark(meter, span)
        }
        #expect(try await city.rollups() == [city.zone])
        #expect(try await everything(city) == before)
        #expect(try await city.staleSeries() == [])
    }

    @Test func markThatGrewMeanwhileIsKept() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5])
        let mark = try await city.database.read(city.scope) { try StaleRollupRepository($0).all() }
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [6])
        try await city.database.write(city.scope) { session in
            for mark in mark { try StaleRollupRepository(session).clear(mark) }
        }
        #expect(try await city.staleSeries() == [city.meter.id])
        try await city.rollups()
        #expect(try await hours(city, .zone(city.zone)).map(\.consumptionKW) == [6])
        #expect(try await city.staleSeries() == [])
    }

    @Test func markMadeAfterAnotherWasClearedIsNotTakenForIt() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5])
        let seen = try await city.database.read(city.scope) { try StaleRollupRepository($0).all() }
        // Another rebuild finishes first, and then a new reading of the same hour arrives.
        try await city.rollups()
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [6])
        try await city.database.write(city.scope) { session in
            for mark in seen { try StaleRollupRepository(session).clear(mark) }
        }
        #expect(try await city.staleSeries() == [city.meter.id])
    }

    private func hours(_ city: SmallCity, _ area: Subject) async throws -> [AreaHourRow] {
        let span = TimeSpan(start: city.clock.now - 86_400, end: city.clock.now)
        return try await city.database.read(city.scope) { session in
            var rows: [AreaHourRow] = []
            try AreaRollupRepository(session).forEachHour(of: area, in: span) { rows.append($0) }
            return rows
        }
    }

    private func everything(_ city: SmallCity) async throws -> [String] {
        try await city.database.readUnscoped { connection in
            try connection.rows(
                """
                SELECT 'h', series_id, hour_start, reading_count, sum_value, min_value, max_value FROM series_hourly
                UNION ALL SELECT 'd', series_id, day_start, reading_count, sum_value, min_value, max_value FROM series_daily
                UNION ALL SELECT area_kind, area_id, hour_start, reporting_series, consumption_kw, generation_kw, net_load_kw
                FROM area_hourly
                UNION ALL SELECT area_kind, area_id, day_start, hour_count, consumption_kwh, generation_kwh, min_net_load_kw
                FROM area_daily ORDER BY 1, 2, 3, 4
                """
            ) { row in (0..<7).map { row.text($0) }.joined(separator: "|") }
        }
    }
}
