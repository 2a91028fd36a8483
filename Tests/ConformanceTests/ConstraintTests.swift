import DatabaseTesting
import Persistence
import Testing

/// Each thing that can go wrong with a row has one kind of error, whichever the engine.
@Suite struct ConstraintTests {
    @Test(arguments: TestEngine.available) func aTakenPrimaryKeyIsAUniqueViolation(engine: TestEngine) async throws {
        try await refused(engine, .uniqueViolation) {
            try $0.run("INSERT INTO parents (id, code, n) VALUES (1, 'other', 1)")
        }
    }

    @Test(arguments: TestEngine.available) func aTakenUniqueColumnIsAUniqueViolation(engine: TestEngine) async throws {
        try await refused(engine, .uniqueViolation) {
            try $0.run("INSERT INTO parents (id, code, n) VALUES (2, 'first', 1)")
        }
    }

    @Test(arguments: TestEngine.available) func aCheckThatFailsIsACheckViolation(engine: TestEngine) async throws {
        try await refused(engine, .checkViolation) {
            try $0.run("INSERT INTO parents (id, code, n) VALUES (2, 'second', -1)")
        }
        try await refused(engine, .checkViolation) { try $0.run("UPDATE parents SET n = -1") }
    }

    @Test(arguments: TestEngine.available) func aMissingValueIsANotNullViolation(engine: TestEngine) async throws {
        try await refused(engine, .notNullViolation) {
            try $0.run("INSERT INTO parents (id, code) VALUES (2, 'second')")
        }
        try await refused(engine, .notNullViolation) { try $0.run("UPDATE parents SET code = NULL") }
    }

    @Test(arguments: TestEngine.available) func aChildWithoutItsParentIsAForeignKeyViolation(engine: TestEngine)
        async throws
    {
        try await refused(engine, .foreignKeyViolation) {
            try $0.run("INSERT INTO children (id, parent) VALUES (1, 99)")
        }
    }

    @Test(arguments: TestEngine.available) func aParentWithChildrenIsNotDeleted(engine: TestEngine) async throws {
        try await refused(engine, .foreignKeyViolation) { connection in
            try connection.run("INSERT INTO children (id, parent) VALUES (1, 1)")
            try connection.run("DELETE FROM parents WHERE id = 1")
        }
    }

    private func refused(
        _ engine: TestEngine, _ kind: DatabaseError.Kind,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let temporary = try await TemporaryDatabase(engine)
        try await temporary.database.writeUnscoped { connection in
            try connection.run(
                "CREATE TABLE parents (id BIGINT PRIMARY KEY, code TEXT NOT NULL UNIQUE, n BIGINT NOT NULL CHECK (n >= 0))"
            )
            try connection.run(
                "CREATE TABLE children (id BIGINT PRIMARY KEY, parent BIGINT NOT NULL REFERENCES parents (id))")
            try connection.run("INSERT INTO parents (id, code, n) VALUES (1, 'first', 1)")
        }
        let error = try await #require(throws: DatabaseError.self, sourceLocation: sourceLocation) {
            try await temporary.database.writeUnscoped(body)
        }
        #expect(error.kind == kind, sourceLocation: sourceLocation)
        // Nothing of it is there, and the next transaction is not disturbed.
        let rows = try await temporary.database.writeUnscoped { connection in
            try connection.rows("SELECT code FROM parents") { $0.text(0) }
                + connection.rows("SELECT id FROM children") { "\($0.int(0))" }
        }
        #expect(rows == ["first"], sourceLocation: sourceLocation)
    }
}
