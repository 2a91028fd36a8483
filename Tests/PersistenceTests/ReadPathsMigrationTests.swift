import DatabaseTesting
import GridModel
import Testing

@testable import Persistence

@Suite struct ReadPathsMigrationTests {
    @Test func whatIsStoredAlreadyIsCountedWhenTheExtentsAreAdded() async throws {
        let temporary = try await TemporaryDatabase.migrated(as: .owner)
        let (one, two) = (try await temporary.tenant("one"), try await temporary.tenant("two"))
        try await temporary.database.writeUnscoped { connection in
            try connection.run("DROP TABLE series_extents")
            try connection.run("DROP INDEX forecast_runs_by_issue")
            for (tenant, series, span, count) in [(1, 1, 0, 24), (1, 1, 86_400, 20), (1, 2, 0, 3), (2, 1, 0, 7)] {
                try connection.run(
                    """
                    INSERT INTO reading_blocks (tenant_id, series_id, span_start, reading_count, estimated_count,
                        first_start, last_start, last_quality, payload) VALUES ($1, $2, $3, $4, 0, $3, $5, 0, $6)
                    """,
                    [
                        tenant.sql, series.sql, span.sql, count.sql, (span + (count - 1) * 3600).sql,
                        SQLValue.blob([0]),
                    ])
            }
            for statement in Migration.readPaths.statements(connection.dialect) { try connection.run(statement) }
        }
        let (extent, total, other) = try await temporary.database.read(one) { session in
            let blocks = ReadingBlockRepository(session)
            return (try blocks.extent(of: SeriesID(1)), try blocks.totalCount(), try blocks.extent(of: SeriesID(3)))
        }
        #expect(
            extent
                == SeriesExtent(
                    count: 44, first: .epoch, last: Timestamp(secondsSinceEpoch: 86_400 + 19 * 3600)))
        #expect(total == 47)
        #expect(other == nil)
        #expect(try await temporary.database.read(two) { try ReadingBlockRepository($0).totalCount() } == 7)
    }
}
