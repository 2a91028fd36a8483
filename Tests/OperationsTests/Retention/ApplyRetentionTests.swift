import Foundation
import GridModel
import Operations
import Persistence
import Testing

@Suite struct ApplyRetentionTests {
    /// Two and a half years of quarter-hourly readings of a meter, one a day at noon, and of a plant by the hour.
    private func city() async throws -> SmallCity {
        let city = try await SmallCity(now: "2026-07-15T12:00:00Z", meterIntervalSeconds: 900)
        let days = 900
        let first = city.clock.now - Int64(days) * 86_400
        _ = try await city.ingest(
            (0..<days).flatMap { day in
                let noon = first + Int64(day) * 86_400
                return [city.reading(city.meter, noon, 2), city.reading(city.solar, noon, 1)]
            }, source: "test")
        try await city.rollups()
        return city
    }

    private func apply(_ city: SmallCity) -> ApplyRetention {
        ApplyRetention(database: city.database, scope: city.scope, calendar: city.calendar, clock: city.clock.city)
    }

    private func queries(_ city: SmallCity) -> RetentionQueries {
        RetentionQueries(database: city.database, scope: city.scope, calendar: city.calendar, clock: city.clock.city)
    }

    private func rows(_ city: SmallCity, _ sql: SQL) async throws -> [[String]] {
        try await city.database.read(city.scope) { session in
            try session.connection.rows(sql, [session.scope.tenant.sql]) { row in (0..<6).map { row.text($0) } }
        }
    }

    private func hours(_ city: SmallCity) async throws -> [[String]] {
        try await rows(
            city,
            """
            SELECT series_id, hour_start, reading_count, sum_value, min_value, max_value FROM series_hourly
            WHERE tenant_id = $1 UNION ALL SELECT area_id, hour_start, reporting_series, consumption_kw, generation_kw,
            net_load_kw FROM area_hourly WHERE tenant_id = $1 ORDER BY 1, 2, 3, 4, 5, 6
            """)
    }

    private func blocks(_ city: SmallCity) async throws -> [[String]] {
        try await rows(
            city,
            """
            SELECT series_id, span_start, reading_count, first_start, last_start, sum_value FROM reading_blocks
            WHERE tenant_id = $1 ORDER BY series_id, span_start
            """)
    }

    private var policy: RetentionPolicy {
        var policy = RetentionPolicy()
        policy.rawMonths = 12
        return policy
    }

    @Test func withoutAPolicyNothingIsDeleted() async throws {
        let city = try await city()
        let before = try await blocks(city)
        #expect(try await apply(city)() == [:])
        #expect(try await blocks(city) == before)
        #expect(try await queries(city).state().closedBefore == nil)
    }

    @Test func dryRunSaysWhatTheRunThenDeletes() async throws {
        let city = try await city()
        _ = try await queries(city).set(policy, by: .tester)
        let all = try await blocks(city).count
        let report = try await queries(city).preview()
        let preview = try #require(report.tables.first { $0.table == .readingBlocks })
        #expect(try await blocks(city).count == all)
        #expect(preview.stock.rows > 400 && preview.stock.bytes > preview.stock.rows * 96)
        #expect(report.tables.filter { $0.stock.rows > 0 }.map(\.table) == [.readingBlocks])
        let deleted = try await apply(city)()
        #expect(deleted[.readingBlocks] == preview.stock.rows)
        #expect(try await blocks(city).count == all - preview.stock.rows)
        #expect(try await queries(city).preview().rows == 0)
    }

    @Test func hoursAndDaysStayWhenTheirReadingsAreGone() async throws {
        let city = try await city()
        let before = try await hours(city)
        _ = try await queries(city).set(policy, by: .tester)
        try await apply(city)()
        #expect(try await hours(city) == before)
        #expect(try await city.rollups() == [])
    }

    @Test func wholeBlocksGoThatNothingKeptRestsOn() async throws {
        let city = try await city()
        _ = try await queries(city).set(policy, by: .tester)
        try await apply(city)()
        let closed = try #require(try await queries(city).state().closedBefore)
        // A year before, from the local midnight on.
        #expect(closed.iso8601 == "2025-07-15T07:00:00Z")
        let (meter, solar) = try await city.database.read(city.scope) {
            [meter = city.meter.id, solar = city.solar.id] in
            let blocks = ReadingBlockRepository($0)
            return (try blocks.extent(of: meter), try blocks.extent(of: solar))
        }
        // 28 days and what cuts of hours and days need are kept before it; a month's block waits for its end.
        #expect(try #require(meter).first.iso8601 == "2025-06-16T12:00:00Z")
        #expect(try #require(solar).first.iso8601 == "2025-06-01T12:00:00Z")
        #expect(try #require(meter).count == 394)
    }

    @Test func lateReadingOfAClosedStretchIsRefused() async throws {
        let city = try await city()
        _ = try await queries(city).set(policy, by: .tester)
        try await apply(city)()
        let closed = try #require(try await queries(city).state().closedBefore)
        do {
            _ = try await city.ingest([city.reading(city.meter, closed - 900, 7)], source: "late")
            Issue.record("It was taken in.")
        } catch let refusal as IngestRefusal {
            #expect(refusal.faults.map(\.field) == ["start"])
            #expect(refusal.description.contains("closed"))
        }
        #expect(try await city.ingest([city.reading(city.meter, closed, 7)], source: "late").inserted == 1)
    }

    @Test func markFromBeforeDoesNotRebuildHoursFromNothing() async throws {
        let city = try await city()
        let before = try await hours(city)
        _ = try await queries(city).set(policy, by: .tester)
        try await apply(city)()
        let all = TimeSpan(start: city.clock.now - 900 * 86_400, end: city.clock.now)
        try await city.database.write(city.scope) { [meter = city.meter.id] in
            try StaleRollupRepository($0).mark(meter, all)
        }
        try await city.rollups()
        #expect(try await hours(city) == before)
        #expect(try await city.staleSeries() == [])
    }

    @Test func marksAreWorkedOffBeforeTheirReadingsGo() async throws {
        let city = try await city()
        let old = city.clock.now - 800 * 86_400
        _ = try await city.ingest([city.reading(city.meter, old, 9)], source: "late")
        _ = try await queries(city).set(policy, by: .tester)
        try await apply(city)()
        let stored = try await rows(
            city,
            """
            SELECT series_id, hour_start, sum_value, 0, 0, 0 FROM series_hourly WHERE tenant_id = $1 AND sum_value = 9
            """)
        #expect(stored.count == 1)
    }

    @Test func everyTableHasItsOwnTime() async throws {
        let city = try await city()
        var policy = policy
        policy.hourlyMonths = 18
        policy.dailyMonths = 24
        policy.revisionMonths = 6
        _ = try await city.ingest(
            [city.reading(city.meter, city.clock.now - 200 * 86_400, 9)], source: "correction")
        _ = try await queries(city).set(policy, by: .tester)
        let report = try await queries(city).preview()
        let deleted = try await apply(city)()
        for table in report.tables { #expect(deleted[table.table] ?? 0 == table.stock.rows, "\(table.table)") }
        #expect(deleted[.readingRevisions] == 1)
        let oldest = try await rows(
            city,
            """
            SELECT MIN(hour_start), 0, 0, 0, 0, 0 FROM series_hourly WHERE tenant_id = $1
            UNION ALL SELECT MIN(hour_start), 0, 0, 0, 0, 0 FROM area_hourly WHERE tenant_id = $1
            UNION ALL SELECT MIN(day_start), 0, 0, 0, 0, 0 FROM series_daily WHERE tenant_id = $1
            UNION ALL SELECT MIN(day_start), 0, 0, 0, 0, 0 FROM area_daily WHERE tenant_id = $1
            """
        ).map { Timestamp(secondsSinceEpoch: Int64($0[0]) ?? 0).iso8601 }
        #expect(
            oldest == [
                "2025-01-15T12:00:00Z", "2025-01-15T12:00:00Z", "2024-07-15T07:00:00Z", "2024-07-15T07:00:00Z",
            ])
    }

    @Test func aRunThatIsCutShortIsFinishedByTheNext() async throws {
        struct Cut: Error {}
        let city = try await city()
        _ = try await queries(city).set(policy, by: .tester)
        let expected = try #require(
            try await queries(city).preview().tables.first { $0.table == .readingBlocks }?.stock)
        await #expect(throws: Cut.self) {
            try await apply(city)() { _, message in if message.hasPrefix("Deleting") { throw Cut() } }
        }
        // Closed before the first block went.
        #expect(try await queries(city).state().closedBefore != nil)
        try await apply(city)()
        #expect(try await queries(city).preview().rows == 0)
        #expect(expected.rows > 0)
    }

    @Test func anotherTenantKeepsWhatIsItsOwn() async throws {
        let city = try await city()
        let other = try await city.database.writeUnscoped { [now = city.clock.now] in
            try TenantDirectory($0).create(
                code: "other", name: "Other", timeZone: "UTC", locale: "en-GB", currency: "GBP", at: now)
        }
        let scope = TenantScope(tenant: other.id)
        let retention = RetentionQueries(
            database: city.database, scope: scope, calendar: city.calendar, clock: city.clock.city)
        let before = try await blocks(city)
        _ = try await retention.set(policy, by: .tester)
        #expect(try await retention.preview().rows == 0)
        try await ApplyRetention(
            database: city.database, scope: scope, calendar: city.calendar, clock: city.clock.city)()
        #expect(try await blocks(city) == before)
        #expect(try await queries(city).state().policy.keepsEverything)
    }

    @Test func forecastsAndAnomaliesGoByTheirAge() async throws {
        let city = try await city()
        let (now, load) = (city.clock.now, city.load.id)
        try await city.database.write(city.scope) { session in
            for (run, age) in [(1, 400), (2, 10)] as [(Int64, Int64)] {
                let issued = now - age * 86_400
                let tenant = session.scope.tenant.sql
                try session.connection.run(
                    """
                    INSERT INTO forecast_runs (tenant_id, run_id, issued_at, kind, created_at)
                    VALUES ($1, $2, $3, 'dayAhead', $3)
                    """, [tenant, run.sql, issued.sql])
                try session.connection.run(
                    "INSERT INTO forecast_series (tenant_id, run_id, series_id, is_fallback) VALUES ($1, $2, $3, 0)",
                    [tenant, run.sql, load.sql])
                try session.connection.run(
                    """
                    INSERT INTO forecast_values (tenant_id, series_id, run_id, target_start, p10, p50, p90)
                    VALUES ($1, $2, $3, $4, 1, 2, 3)
                    """, [tenant, load.sql, run.sql, issued.sql])
                try session.connection.run(
                    """
                    INSERT INTO anomalies (tenant_id, anomaly_id, series_id, start, end_at, kind, score, threshold, actual,
                        expected, expected_low, expected_high, reason, model_id, detected_at)
                    VALUES ($1, $2, $3, $4, $5, 'spike', 1, 1, 1, 1, 1, 1, 'x', 1, $5)
                    """, [tenant, run.sql, load.sql, issued.sql, (issued + 3600).sql])
                try session.connection.run(
                    """
                    INSERT INTO findings (tenant_id, finding_id, series_id, kind, start, end_at, detail, rule_version,
                        found_at, state, state_changed_at) VALUES ($1, $2, $3, 'gap', $4, $5, 'x', 1, $5, 'open', $5)
                    """, [tenant, run.sql, load.sql, issued.sql, (issued + 3600).sql])
            }
        }
        var policy = RetentionPolicy()
        policy.forecastMonths = 3
        policy.anomalyMonths = 3
        _ = try await queries(city).set(policy, by: .tester)
        let report = try await queries(city).preview()
        #expect(report.rows == 3 && report.closedBefore == nil)
        #expect(try await apply(city)() == [.forecasts: 1, .anomalies: 1, .findings: 1])
        let left = try await rows(
            city,
            """
            SELECT run_id, 0, 0, 0, 0, 0 FROM forecast_runs WHERE tenant_id = $1
            UNION ALL SELECT run_id, 0, 0, 0, 0, 0 FROM forecast_values WHERE tenant_id = $1
            UNION ALL SELECT anomaly_id, 0, 0, 0, 0, 0 FROM anomalies WHERE tenant_id = $1
            UNION ALL SELECT finding_id, 0, 0, 0, 0, 0 FROM findings WHERE tenant_id = $1
            """)
        #expect(left.map { $0[0] } == ["2", "2", "2", "2"])
    }
}
