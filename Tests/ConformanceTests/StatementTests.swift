import DatabaseTesting
import Persistence
import Testing

/// Parameters, rows, and statements that are wrong.
@Suite struct StatementTests {
    @Test(arguments: TestEngine.available)
    func aValueGoesToItsNumberWhereverItStandsAndAsOftenAsItStands(engine: TestEngine) async throws {
        let temporary = try await TemporaryDatabase(engine)
        let rows = try await temporary.database.readUnscoped { connection in
            try connection.rows(
                """
                SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT) || CAST($3 AS TEXT) || CAST($2 AS TEXT)
                WHERE CAST($3 AS TEXT) <> CAST($1 AS TEXT)
                """, ["one".sql, "two".sql, "three".sql]
            ) { $0.text(0) }
        }
        #expect(rows == ["twoonethreetwo"])
    }

    @Test(
        arguments: TestEngine.available,
        [[], [.integer(1)], [.integer(1), .integer(2), .integer(3)]] as [[SQLValue]])
    func theWrongNumberOfArgumentsIsRefused(engine: TestEngine, arguments: [SQLValue]) async throws {
        let temporary = try await numbers(engine, 0)
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.writeUnscoped {
                _ = try $0.run("INSERT INTO numbers (n, doubled) VALUES ($1, $2)", arguments)
            }
        }
        #expect(error.kind == .invalidStatement)
        #expect(try await temporary.database.readUnscoped { try $0.rows("SELECT n FROM numbers") { $0.int(0) } } == [])
    }

    @Test(arguments: TestEngine.available) func aStatementRunInsideItsOwnRowsIsRefused(engine: TestEngine) async throws
    {
        let temporary = try await numbers(engine, 3)
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.readUnscoped { connection in
                try connection.forEachRow("SELECT n FROM numbers", []) { _ in
                    try connection.forEachRow("SELECT n FROM numbers", []) { _ in }
                }
            }
        }
        #expect(error.kind == .invalidStatement)
    }

    @Test(arguments: TestEngine.available) func anotherStatementMayBeRunForEachRow(engine: TestEngine) async throws {
        let temporary = try await numbers(engine, 500)
        let visited = try await temporary.database.writeUnscoped { connection in
            var visited: [[Int]] = []
            try connection.forEachRow("SELECT n FROM numbers ORDER BY n", []) { row in
                let n = row.int(0)
                try connection.run("UPDATE numbers SET doubled = $2 WHERE n = $1", [n.sql, (2 * n).sql])
                let doubled = try connection.firstRow("SELECT doubled FROM numbers WHERE n = $1", [n.sql]) { $0.int(0) }
                // The row is still the one that is visited.
                visited.append([row.int(0), doubled ?? -1])
            }
            return visited
        }
        #expect(visited == (0..<500).map { [$0, 2 * $0] })
    }

    @Test(arguments: TestEngine.available) func rowsThatNobodyWantsAnyMoreDoNotDisturbTheNext(engine: TestEngine)
        async throws
    {
        struct Enough: Error {}
        let temporary = try await numbers(engine, 5000)
        let after = try await temporary.database.readUnscoped { connection in
            #expect(throws: Enough.self) {
                try connection.forEachRow("SELECT n FROM numbers ORDER BY n", []) { row in
                    if row.int(0) == 3 { throw Enough() }
                }
            }
            return try connection.firstRow("SELECT MAX(n) FROM numbers") { $0.int(0) }
        }
        #expect(after == 4999)
    }

    @Test(arguments: TestEngine.available) func anErrorAmongTheRowsIsThrown(engine: TestEngine) async throws {
        let temporary = try await numbers(engine, 10)
        await #expect(throws: DatabaseError.self) {
            try await temporary.database.readUnscoped { connection in
                // The absolute value of the least integer is none that either engine has.
                _ = try connection.rows(
                    "SELECT n, ABS(CAST(CASE WHEN n = 7 THEN $1 ELSE 0 END AS BIGINT)) FROM numbers", [Int64.min.sql]
                ) { $0.int(0) }
            }
        }
        #expect(
            try await temporary.database.readUnscoped { try $0.firstRow("SELECT COUNT(*) FROM numbers") { $0.int(0) } }
                == 10)
    }

    @Test(arguments: TestEngine.available)
    func aMisspeltStatementIsInvalidAndItsDescriptionShowsNoSQL(engine: TestEngine) async throws {
        let temporary = try await TemporaryDatabase(engine)
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.readUnscoped { try $0.forEachRow("SELEC secret", []) { _ in } }
        }
        #expect(error.kind == .invalidStatement)
        #expect(!error.description.contains("secret"))
        #expect(error.debugDescription.contains("SELEC"))
    }

    @Test(arguments: TestEngine.available) func aTableThatIsNotThereIsAnInvalidStatement(engine: TestEngine)
        async throws
    {
        let temporary = try await TemporaryDatabase(engine)
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.readUnscoped {
                _ = try $0.rows("SELECT a FROM nowhere") { $0.int(0) }
            }
        }
        #expect(error.kind == .invalidStatement)
    }

    /// Statements are kept prepared: so many different ones must not add up for ever, nor the table's change go unnoticed.
    @Test(arguments: TestEngine.available) func aStatementGoesOnWorkingWhenItsTableChanges(engine: TestEngine)
        async throws
    {
        let temporary = try await numbers(engine, 3)
        let database = temporary.database
        for _ in 0..<3 {
            #expect(
                try await database.readUnscoped { try $0.rows("SELECT * FROM numbers WHERE n = 1") { $0.int(0) } } == [
                    1
                ])
        }
        try await database.changeSchema { connection in
            _ = try connection.run("ALTER TABLE numbers ADD COLUMN tripled BIGINT")
        }
        for _ in 0..<3 {
            #expect(
                try await database.readUnscoped { try $0.rows("SELECT * FROM numbers WHERE n = 1") { $0.int(0) } } == [
                    1
                ])
        }
    }

    private func numbers(_ engine: TestEngine, _ count: Int) async throws -> TemporaryDatabase {
        let temporary = try await TemporaryDatabase(engine)
        try await temporary.database.writeUnscoped { connection in
            try connection.run("CREATE TABLE numbers (n BIGINT PRIMARY KEY, doubled BIGINT)")
            try connection.runMany("INSERT INTO numbers (n) VALUES ($1)", (0..<count).map { [$0.sql] })
        }
        return temporary
    }
}
