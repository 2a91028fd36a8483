import DatabaseTesting
import Persistence
import Testing

/// One statement for many rows of arguments.
@Suite struct RunManyTests {
    @Test(arguments: TestEngine.available, [0, 1, 255, 256, 257, 20_000])
    func everyRowIsRunAndCounted(engine: TestEngine, count: Int) async throws {
        let temporary = try await pairs(engine)
        let rows = (0..<count).map { [$0.sql, "row \($0)".sql] }
        let changed = try await temporary.database.writeUnscoped {
            try $0.runMany("INSERT INTO pairs (id, name) VALUES ($1, $2)", rows)
        }
        #expect(changed == count)
        let stored = try await temporary.database.readUnscoped {
            try $0.firstRow("SELECT COUNT(*), COALESCE(MAX(id), -1) FROM pairs") { [$0.int(0), $0.int(1)] }
        }
        #expect(stored == [count, count - 1])
    }

    @Test(arguments: TestEngine.available, [0, 300, 999])
    func oneBadRowUndoesThemAllAndIsNamedByItsKind(engine: TestEngine, bad: Int) async throws {
        let temporary = try await pairs(engine)
        let rows = (0..<1000).map { [$0.sql, $0 == bad ? SQLValue.null : "row".sql] }
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.writeUnscoped {
                _ = try $0.runMany("INSERT INTO pairs (id, name) VALUES ($1, $2)", rows)
            }
        }
        #expect(error.kind == .notNullViolation)
        let stored = try await temporary.database.readUnscoped {
            try $0.firstRow("SELECT COUNT(*) FROM pairs") { $0.int(0) }
        }
        #expect(stored == 0)
    }

    @Test(arguments: TestEngine.available)
    func aRowWithTheWrongNumberOfArgumentsIsRefused(engine: TestEngine) async throws {
        let temporary = try await pairs(engine)
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.writeUnscoped {
                _ = try $0.runMany("INSERT INTO pairs (id, name) VALUES ($1, $2)", [[1.sql, "a".sql], [2.sql]])
            }
        }
        #expect(error.kind == .invalidStatement)
        #expect(try await temporary.database.readUnscoped { try $0.rows("SELECT id FROM pairs") { $0.int(0) } } == [])
    }

    @Test(arguments: TestEngine.available)
    func otherStatementsFollowInTheSameTransaction(engine: TestEngine) async throws {
        let temporary = try await pairs(engine)
        let sums = try await temporary.database.writeUnscoped { connection in
            try (1...3).map { round in
                try connection.runMany(
                    "INSERT INTO pairs (id, name) VALUES ($1, 'a')", (0..<500).map { [(round * 1000 + $0).sql] })
                return try connection.firstRow("SELECT COUNT(*) FROM pairs") { $0.int(0) }
            }
        }
        #expect(sums == [500, 1000, 1500])
    }

    @Test(arguments: TestEngine.available) func rowsMayBeLargerThanAnyBuffer(engine: TestEngine) async throws {
        let temporary = try await pairs(engine)
        let name = String(repeating: "x", count: 1 << 20)
        try await temporary.database.writeUnscoped {
            _ = try $0.runMany("INSERT INTO pairs (id, name) VALUES ($1, $2)", (0..<40).map { [$0.sql, name.sql] })
        }
        let length = try await temporary.database.readUnscoped {
            try $0.firstRow("SELECT CAST(SUM(LENGTH(name)) AS BIGINT) FROM pairs") { $0.int(0) }
        }
        #expect(length == 40 << 20)
    }

    /// Answers that nobody reads must not fill a pipe until both sides wait for each other.
    @Test(arguments: TestEngine.available) func whatTheStatementReturnsIsPassedOver(engine: TestEngine) async throws {
        let temporary = try await pairs(engine)
        let name = String(repeating: "x", count: 20_000)
        let changed = try await temporary.database.writeUnscoped {
            try $0.runMany(
                "INSERT INTO pairs (id, name) VALUES ($1, $2) RETURNING id, name, name, name",
                (0..<2000).map { [$0.sql, name.sql] })
        }
        #expect(changed == 2000)
    }

    private func pairs(_ engine: TestEngine) async throws -> TemporaryDatabase {
        let temporary = try await TemporaryDatabase(engine)
        try await temporary.database.writeUnscoped {
            _ = try $0.run("CREATE TABLE pairs (id BIGINT PRIMARY KEY, name TEXT NOT NULL)")
        }
        return temporary
    }
}
