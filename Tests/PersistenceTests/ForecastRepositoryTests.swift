import DatabaseTesting
import GridModel
import Persistence
import Testing

@Suite struct ForecastRepositoryTests {
    let temporary: TemporaryDatabase
    let scope: TenantScope
    let series = SeriesID(7)
    let issued = Timestamp(secondsSinceEpoch: 1_767_571_200)

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("one")
    }

    @discardableResult
    private func store(
        _ kind: String, at moment: Timestamp, isBackfilled: Bool = false, reason: String? = nil, scope: TenantScope
    ) async throws -> ForecastRunID? {
        let series = series
        return try await temporary.database.write(scope) { session in
            let repository = ForecastRepository(session)
            guard
                let run = try repository.insertRun(
                    kind: kind, issuedAt: moment, model: nil, createdAt: moment, isBackfilled: isBackfilled)
            else { return nil }
            try repository.insertSeries(
                series, run: run, fallbackReason: reason,
                values: (0..<24).map {
                    StoredQuantiles(start: moment + Int64($0) * 3600, p10: 1, p50: 2, p90: Double($0))
                })
            return run
        }
    }

    @Test func aRunOfTheSameKindAndHourIsStoredOnce() async throws {
        #expect(try await store("rolling", at: issued, scope: scope) != nil)
        #expect(try await store("rolling", at: issued, scope: scope) == nil)
        #expect(try await store("dayAhead", at: issued, scope: scope) != nil)
    }

    @Test func theLatestRunIsThatIssuedByThen() async throws {
        try await store("rolling", at: issued, reason: "no model", scope: scope)
        let later = try await store("rolling", at: issued + 3600, scope: scope)
        let series = series
        let issued = issued
        let (early, late, none) = try await temporary.database.read(scope) { session in
            let repository = ForecastRepository(session)
            return (
                try repository.latestRun(of: series, at: issued + 3599),
                try repository.latestRun(of: series, at: issued + 3600),
                try repository.latestRun(of: series, at: issued - 1)
            )
        }
        #expect(early?.isFallback == true && early?.fallbackReason == "no model")
        #expect(late?.id == later && late?.isFallback == false)
        #expect(none == nil)
    }

    @Test func anHourOfTwoDayAheadForecastsHasTheLaterOne() async throws {
        // The midnights around a day of 23 hours.
        try await store("dayAhead", at: issued, scope: scope)
        try await store("dayAhead", at: issued + 23 * 3600, scope: scope)
        let (series, issued) = (series, issued)
        let past = try await temporary.database.read(scope) {
            try ForecastRepository($0).dayAhead(
                of: series, in: TimeSpan(start: issued, end: issued + 47 * 3600))
        }
        #expect(past.map(\.quantiles.start) == (0..<47).map { issued + $0 * 3600 })
        #expect(past.map(\.issuedAt) == (0..<47).map { $0 < 23 ? issued : issued + 23 * 3600 })
    }

    @Test func pastForecastsSayWhetherTheyWereComputedAfterwards() async throws {
        try await store("dayAhead", at: issued, isBackfilled: true, scope: scope)
        try await store("dayAhead", at: issued + 86_400, scope: scope)
        try await store("rolling", at: issued + 3600, scope: scope)
        let series = series
        let span = TimeSpan(start: issued + 12 * 3600, end: issued + 36 * 3600)
        let past = try await temporary.database.read(scope) {
            try ForecastRepository($0).dayAhead(of: series, in: span)
        }
        #expect(past.map(\.quantiles.start) == (12..<36).map { issued + Int64($0) * 3600 })
        #expect(past.map(\.isBackfilled) == (12..<36).map { $0 < 24 })
        #expect(past.first?.quantiles.p90 == 12)
    }

    @Test func oldRollingRunsGoAndDayAheadRunsStay() async throws {
        for hour in 0..<5 { try await store("rolling", at: issued + Int64(hour) * 3600, scope: scope) }
        try await store("dayAhead", at: issued, scope: scope)
        let other = try await temporary.tenant("two")
        try await store("rolling", at: issued, scope: other)
        let limit = issued + 4 * 3600
        let removed = try await temporary.database.write(scope) { session in
            let repository = ForecastRepository(session)
            return try (0..<3).map { _ in try repository.removeRolling(issuedBefore: limit, limit: 3) }
        }
        #expect(removed == [3, 1, 0])
        let left = try await temporary.database.readUnscoped { connection in
            [
                try connection.rows("SELECT kind, issued_at FROM forecast_runs ORDER BY tenant_id, kind, issued_at") {
                    "\($0.text(0)) \($0.integer(1))"
                }.joined(separator: ", "),
                try connection.firstRow("SELECT COUNT(*) FROM forecast_values") { "\($0.integer(0))" } ?? "",
                try connection.firstRow("SELECT COUNT(*) FROM forecast_series") { "\($0.integer(0))" } ?? "",
            ]
        }
        let start = issued.secondsSinceEpoch
        #expect(left == ["dayAhead \(start), rolling \(start + 4 * 3600), rolling \(start)", "72", "3"])
    }

    @Test func anotherTenantSeesNoneOfIt() async throws {
        try await store("dayAhead", at: issued, scope: scope)
        let other = try await temporary.tenant("two")
        let (series, issued) = (series, issued)
        let span = TimeSpan(start: issued, end: issued + 86_400)
        let (run, past) = try await temporary.database.read(other) { session in
            let repository = ForecastRepository(session)
            return (
                try repository.latestRun(of: series, at: issued + 86_400), try repository.dayAhead(of: series, in: span)
            )
        }
        #expect(run == nil && past.isEmpty)
    }
}
