import GridModel
import Operations
import Persistence
import Testing

@Suite struct RollupDaysTests {
    /// Midnight in India is 18:30 UTC: the hour 18:00 UTC holds quarters of two days.
    @Test(arguments: ["Asia/Kolkata", "Australia/Adelaide"])
    func hoursAreWholeWhereTheDayBeginsAtHalfPast(timeZone: String) async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z", timeZone: timeZone)
        let quarters = try await quarterMeter(city)
        let start = try #require(Timestamp(iso8601: "2026-06-08T00:00:00Z"))
        try await send(city, quarters, from: start, count: 192)
        try await city.rollups()
        #expect(try await hours(city) == [Int64](repeating: 4, count: 48))
        // A change on either side of the midnight.
        for minute in [13, 14, 17, 18] as [Int64] {
            try await send(city, quarters, from: start + 86_400 + minute * 3600, count: 1, value: 9)
            try await send(city, quarters, from: start + 86_400 + minute * 3600 + 2700, count: 1, value: 9)
            try await city.rollups()
            #expect(try await hours(city) == [Int64](repeating: 4, count: 48))
            #expect(try await zoneSums(city, start + 86_400 + minute * 3600) == 20)
        }
    }

    @Test func daysStoredUnderAnOlderRuleOfTheTimeZoneAreReplaced() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.send(city.meter, from: "2026-06-08T00:00:00Z", [Double](repeating: 1, count: 48))
        try await city.rollups()
        let span = TimeSpan(start: city.clock.now - 2 * 86_400, end: city.clock.now)
        try await city.database.write(city.scope) { [meter = city.meter.id] in
            try StaleRollupRepository($0).mark(meter, span)
        }
        let later = try #require(CityCalendar(identifier: "Pacific/Honolulu"))
        try await RebuildRollups(database: city.database, scope: city.scope, calendar: later)()
        #expect(try await city.staleSeries() == [])
    }

    private func quarterMeter(_ city: SmallCity) async throws -> Series {
        try await city.database.write(city.scope) { [subject = city.meter.subject, zone = city.zone] in
            try SeriesRepository($0).insert(
                externalName: "quarters", name: "quarters", subject: subject, zone: zone,
                quantity: .activeEnergyImport, intervalSeconds: 900, isDerived: false)
        }
    }

    private func send(
        _ city: SmallCity, _ series: Series, from start: Timestamp, count: Int64, value: Double = 1
    ) async throws {
        _ = try await city.ingest(
            (0..<count).map { city.reading(series, start + $0 * 900, value) }, source: "test")
    }

    private func hours(_ city: SmallCity) async throws -> [Int64] {
        try await city.database.readUnscoped {
            try $0.rows("SELECT reading_count FROM series_hourly ORDER BY hour_start") { $0.integer(0) }
        }
    }

    private func zoneSums(_ city: SmallCity, _ hour: Timestamp) async throws -> Double? {
        try await city.database.readUnscoped {
            try $0.firstRow(
                "SELECT consumption_kw FROM area_hourly WHERE area_kind = 'zone' AND hour_start = $1", [hour.sql]
            ) { $0.real(0) }
        }
    }
}
