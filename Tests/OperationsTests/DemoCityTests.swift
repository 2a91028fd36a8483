import DatabaseTesting
import Foundation
import GridModel
import Operations
import Persistence
import Testing

/// The demo's own folder, loaded as `urbangrid demo` loads it.
@Suite struct DemoCityTests {
    static let day: Int64 = 86_400

    let folder: DemoFolder
    let temporary: TemporaryDatabase
    let now: Timestamp

    init() async throws {
        folder = try DemoFolder(
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "data/demo"))
        temporary = try await TemporaryDatabase.migrated()
        now = try #require(Timestamp(iso8601: "2026-11-23T10:20:00Z"))
    }

    @Test func demoCityIsLoadedUpToNowAndReplaysTheHoursThatFollow() async throws {
        let database = temporary.database
        let load = LoadDemoCity(database: database, folder: folder)
        #expect(try await load.loaded() == nil)
        try await load(now: now) { _ in }
        let (tenant, shift) = try #require(try await load.loaded())
        let scope = TenantScope(tenant: tenant.id)
        let clock = TestClock(now)
        let city = try await CityQueries(
            database: database, tenant: tenant, clock: clock.city, demo: try folder.description(shift: shift)
        ).city()
        #expect(city.counts.zones == 10)
        #expect(city.counts.loadPoints == 139)

        let bounds = try await database.read(scope) { session in
            try session.connection.rows(
                "SELECT MIN(first_start), MAX(last_start) FROM reading_blocks WHERE tenant_id = $1",
                [session.scope.tenant.sql]
            ) { [$0.timestamp(0), $0.timestamp(1)] }
        }
        let first = try #require(bounds.first?.first)
        let latest = try #require(bounds.first?.last)
        #expect(now - first >= 300 * Self.day)
        #expect(latest + 3600 == now.floored(toMultipleOf: 3600))
        #expect(city.clock.latestReadingAt == latest)
        let end = try #require(city.demo?.replayEndsAt)
        #expect(end - now >= 45 * Self.day)
        // Moved by whole weeks: the same weekday and hour as in the source.
        #expect(end - (try #require(city.demo?.sourceEnd)) == shift.weeks * 7 * Self.day)

        var feed = try await feed(scope, shift, clock)
        #expect(try await feed.advance() == 0)
        let before = try await total(scope)
        clock.now = now + 2 * 3600
        let twoHours = try await feed.advance()
        #expect(twoHours > 0)
        #expect(twoHours == (try await total(scope)) - before)
        #expect(try await starts(scope, after: latest) == [latest + 2 * 3600])
        #expect(try await feed.advance() == 0)

        // A second feed, as after a restart, takes up where the first stopped; a reading that was
        // handed in by hand for the hour to come neither is replaced nor holds the others back.
        clock.now = now + 3 * 3600
        let byHand = IncomingReading(
            target: .number(try #require(try await meter(scope))),
            reading: Reading(start: latest + 3 * 3600, value: 1.5))
        _ = try await IngestReadings(database: database, scope: scope, clock: clock.city)([byHand], source: "hand")
        var second = try await self.feed(scope, shift, clock)
        let oneHour = try await second.advance()
        #expect(oneHour > 100)
        #expect(try await total(scope) == before + twoHours + 1 + oneHour)
        #expect(try await starts(scope, after: latest) == [latest + 3 * 3600])
        #expect(try await second.advance() == 0)
        #expect(try await revisionCount() == 0)
        #expect(!second.isAtEnd)
    }

    @Test(arguments: (0..<14).map { Int64($0) * 43_200 })
    func shiftAlwaysLeavesHistoryAndAReplay(offset: Int64) throws {
        let source = try #require(Timestamp(iso8601: "2016-08-01T07:00:00Z"))
        let end = try #require(Timestamp(iso8601: "2017-08-01T07:00:00Z"))
        let shift = DemoShift(sourceStart: source, now: now + offset)
        #expect(now + offset - shift.shifted(source) >= 300 * Self.day)
        #expect(shift.shifted(end) - (now + offset) >= 45 * Self.day)
    }

    private func feed(
        _ scope: TenantScope, _ shift: DemoShift, _ clock: TestClock
    ) async throws -> ReplayFeed {
        try await ReplayFeed(
            database: temporary.database, scope: scope, folder: folder, shift: shift, clock: clock.city)
    }

    private func total(_ scope: TenantScope) async throws -> Int {
        try await temporary.database.read(scope) { try ReadingBlockRepository($0).totalCount() }
    }

    private func meter(_ scope: TenantScope) async throws -> SeriesID? {
        try await temporary.database.read(scope) {
            try SeriesRepository($0).list(subjectKind: .loadPoint, isDerived: false, limit: 1).first?.id
        }
    }

    /// The distinct latest starts of series that reach beyond a moment.
    private func starts(_ scope: TenantScope, after: Timestamp) async throws -> [Timestamp] {
        try await temporary.database.read(scope) { session in
            try session.connection.rows(
                "SELECT DISTINCT last_start FROM reading_blocks WHERE tenant_id = $1 AND last_start > $2 ORDER BY 1",
                [session.scope.tenant.sql, after.sql]
            ) { $0.timestamp(0) }
        }
    }

    private func revisionCount() async throws -> Int? {
        try await temporary.database.readUnscoped {
            try $0.firstRow("SELECT COUNT(*) FROM reading_revisions") { $0.int(0) }
        }
    }
}
