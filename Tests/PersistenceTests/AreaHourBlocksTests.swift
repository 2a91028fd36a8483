import DatabaseTesting
import GridModel
import Telemetry
import Testing

@testable import Persistence

/// Whatever lies in blocks, what is read is what the rows say.
@Suite struct AreaHourBlocksTests {
    let temporary: TemporaryDatabase
    let scope: TenantScope
    let zone = Subject.zone(ZoneID(3))
    /// 20 December 2025, so that the hours lie in three months.
    let start = Timestamp(secondsSinceEpoch: 1_766_188_800)
    let hours = 1100

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("one")
    }

    private var span: TimeSpan { TimeSpan(start: start, end: start + Int64(hours) * 3600) }

    private func span(from first: Int, to last: Int) -> TimeSpan {
        TimeSpan(start: start + Int64(first) * 3600, end: start + Int64(last) * 3600)
    }

    /// - Parameter load: kW of the first hour.
    private func made(in span: TimeSpan, load: Double) -> [AreaHour] {
        (0..<Int(span.seconds / 3600)).map { index in
            AreaHour(
                start: span.start + Int64(index) * 3600, consumptionKW: load + Double(index), generationKW: 0.1,
                netLoadKW: load + Double(index) - 0.1, expectedSeries: 12, completeSeries: 11, partialSeries: 1,
                estimatedCount: index % 3, estimatedSeries: 1)
        }
    }

    private func store(_ span: TimeSpan, _ hours: [AreaHour]) async throws {
        let zone = zone
        try await temporary.database.write(scope) {
            try AreaRollupRepository($0).replaceHours(of: zone, in: span, by: hours)
        }
    }

    private func read(_ span: TimeSpan) async throws -> [AreaHourRow] {
        let zone = zone
        return try await temporary.database.read(scope) { session in
            var rows: [AreaHourRow] = []
            try AreaRollupRepository(session).forEachHour(of: zone, in: span) { rows.append($0) }
            return rows
        }
    }

    private func rowsOfTable() async throws -> [AreaHourRow] {
        let (zone, span) = (zone, span)
        return try await temporary.database.read(scope) {
            try AreaRollupRepository($0).storedHours(of: zone, in: span)
        }
    }

    private func blockCount() async throws -> Int {
        try await temporary.database.read(scope) { session in
            try session.connection.firstRow(
                "SELECT COUNT(*) FROM area_hour_blocks WHERE tenant_id = $1", [session.tenant]
            ) { $0.int(0) } ?? 0
        }
    }

    private func run(_ sql: SQL, _ arguments: [SQLValue] = []) async throws {
        _ = try await temporary.database.write(scope) { try $0.connection.run(sql, [$0.tenant] + arguments) }
    }

    @Test func monthsComeOutOfTheirBlocksAsTheyWentIn() async throws {
        let all = made(in: span, load: 5)
        try await store(span, all)
        #expect(try await blockCount() == 3)
        // What is not in the rows any more can only come out of the blocks.
        try await run("DELETE FROM area_hourly WHERE tenant_id = $1")
        #expect(try await read(span) == all.map { AreaHourRow($0) })
        let part = span(from: 100, to: 600)
        #expect(try await read(part) == all[100..<600].map { AreaHourRow($0) })
    }

    @Test func aStretchThatIsReplacedIsReplacedInItsMonthsOnly() async throws {
        try await store(span, made(in: span, load: 5))
        for (first, last) in [(280, 300), (0, 5), (1090, 1100), (500, 501)] {
            let part = span(from: first, to: last)
            try await store(part, made(in: part, load: 777))
            #expect(try await read(span) == rowsOfTable())
        }
        let gone = span(from: 200, to: 900)
        try await store(gone, [])
        #expect(try await read(span) == rowsOfTable())
        #expect(try await read(span).count == 400)
    }

    @Test func aMonthWithoutHoursHasNoBlock() async throws {
        try await store(span, made(in: span, load: 5))
        try await store(span, [])
        #expect(try await blockCount() == 0)
        #expect(try await read(span).isEmpty)
    }

    @Test func aMonthWithoutABlockIsReadFromItsRowsAndGetsOneAtTheNextChange() async throws {
        try await store(span, made(in: span, load: 5))
        let january = Timestamp(secondsSinceEpoch: 1_767_225_600)
        try await run("DELETE FROM area_hour_blocks WHERE tenant_id = $1 AND month_start = $2", [january.sql])
        #expect(try await read(span) == rowsOfTable())
        let part = span(from: 400, to: 410)
        try await store(part, made(in: part, load: 1))
        #expect(try await blockCount() == 3)
        try await run("DELETE FROM area_hourly WHERE tenant_id = $1 AND hour_start >= $2", [january.sql])
        #expect(try await read(span).count == hours)
    }

    @Test func damagedBlocksAreReadFromTheirRows() async throws {
        try await store(span, made(in: span, load: 5))
        try await run("UPDATE area_hour_blocks SET payload = $2 WHERE tenant_id = $1", [.blob([1, 2, 3, 4, 5, 6, 7])])
        #expect(try await read(span) == made(in: span, load: 5).map { AreaHourRow($0) })
    }

    @Test func whatRetentionDeletesIsNotReadFromBlocks() async throws {
        try await store(span, made(in: span, load: 5))
        let (zone, cut) = (zone, start + 400 * 3600)
        let deleted = try await temporary.database.write(scope) {
            try RetentionRepository($0).delete(from: .areaHourly, zone, before: cut, limit: 10_000)
        }
        #expect(deleted == 400)
        #expect(try await read(span) == rowsOfTable())
        #expect(try await read(span).first?.start == cut)
    }
}
