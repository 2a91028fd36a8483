import DatabaseTesting
import Persistence
import Testing

/// Many processes start at once on an empty database; each brings it to its schema first.
@Suite struct MigrationTests {
    @Test(arguments: TestEngine.available) func stepsAreAppliedOnceWhenEightProcessesStartTogether(engine: TestEngine)
        async throws
    {
        let temporary = try await TemporaryDatabase(engine)
        let processes = try (0..<8).map { _ in try temporary.again() }
        let applied = try await withThrowingTaskGroup(of: Int.self) { group in
            for database in processes {
                group.addTask {
                    let steps = try await Migrator().migrate(database)
                    // Whoever has been through it can work at once.
                    _ = try await database.readUnscoped { try TenantDirectory($0).all() }
                    return steps.count
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(applied.sorted() == [0, 0, 0, 0, 0, 0, 0, Migrator().latestVersion])
        #expect(try await Migrator().version(of: temporary.database) == Migrator().latestVersion)
        for database in processes { try await database.close() }
    }

    @Test(arguments: TestEngine.available) func aSchemaChangeThatFailsLeavesNothing(engine: TestEngine) async throws {
        let temporary = try await TemporaryDatabase(engine)
        await #expect(throws: DatabaseError.self) {
            try await temporary.database.changeSchema { connection in
                try connection.run("CREATE TABLE half_done (n BIGINT)")
                try connection.run("CREATE TABLE half_done (n BIGINT)")
            }
        }
        let tables = try await temporary.database.readUnscoped {
            try $0.firstRow($0.dialect.countTables, ["half_done".sql]) { $0.int(0) }
        }
        #expect(tables == 0)
    }
}
