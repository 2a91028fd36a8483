import DatabaseTesting
import GridModel
import Testing

@testable import Persistence

@Suite struct EstimatedSeriesMigrationTests {
    @Test func hoursOfTheOlderRuleAreMarkedToBeAddedUpAgain() async throws {
        let temporary = try await TemporaryDatabase.migrated(as: .owner)
        let tenant = try await temporary.tenant("one")
        @Sendable func moment(_ seconds: Int64) -> Timestamp { Timestamp(secondsSinceEpoch: seconds) }
        try await temporary.database.write(tenant) { session in
            try ReadingBlockRepository(session).extend(SeriesID(1), by: 9, first: moment(3600), last: moment(36_000))
            try ReadingBlockRepository(session).extend(SeriesID(2), by: 9, first: moment(3600), last: moment(36_000))
            try StaleRollupRepository(session).mark(SeriesID(2), TimeSpan(start: moment(0), end: moment(7200)))
            try session.connection.run("ALTER TABLE area_hourly DROP COLUMN estimated_series")
            for statement in Migration.estimatedSeries.statements(session.connection.dialect) {
                try session.connection.run(statement)
            }
        }
        let marks = try await temporary.database.read(tenant) { try StaleRollupRepository($0).all() }
        #expect(marks.map(\.series) == [SeriesID(1), SeriesID(2)])
        #expect(marks.map(\.span.start) == [moment(3600), moment(0)])
        #expect(marks.map(\.span.end) == [moment(36_001), moment(36_001)])
        // A cleared mark of the migration does not clear one that is made after it.
        try await temporary.database.write(tenant) { session in
            try StaleRollupRepository(session).mark(SeriesID(1), TimeSpan(start: moment(0), end: moment(60)))
            try StaleRollupRepository(session).clear(marks[0])
        }
        let left = try await temporary.database.read(tenant) { try StaleRollupRepository($0).all().map(\.series) }
        #expect(left == [SeriesID(1), SeriesID(2)])
    }
}
