import DatabaseTesting
import Persistence
import Testing

/// A transaction happens whole or not at all.
@Suite struct TransactionTests {
    struct Interruption: Error {}

    @Test(arguments: TestEngine.available) func throwingWriteLeavesNothing(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        await #expect(throws: Interruption.self) {
            try await tally.database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                try connection.run("CREATE TABLE half_done (n BIGINT)")
                throw Interruption()
            }
        }
        #expect(try await tally.value() == 0)
        let tables = try await tally.database.readUnscoped {
            try $0.firstRow($0.dialect.countTables, ["half_done".sql]) { $0.int(0) }
        }
        #expect(tables == 0)
    }

    @Test(arguments: TestEngine.available) func failedStatementUndoesTheWritesBeforeIt(engine: TestEngine) async throws
    {
        let tally = try await Tally(engine)
        await #expect(throws: DatabaseError.self) {
            try await tally.database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                try connection.run("INSERT INTO tally (n) VALUES ($1)", [.null])
            }
        }
        #expect(try await tally.value() == 0)
    }

    /// Whoever catches a statement's error must not believe that the rest has been stored.
    @Test(arguments: TestEngine.available)
    func aTransactionInWhichAStatementFailedTakesNoMoreAndIsNotCommitted(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        let error = try await #require(throws: DatabaseError.self) {
            try await tally.database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                #expect(throws: DatabaseError.self) { try connection.run("INSERT INTO tally (n) VALUES ($1)", [.null]) }
                let next = try #require(
                    throws: DatabaseError.self
                ) { try connection.run("UPDATE tally SET n = 8") }
                #expect(next.kind == .invalidStatement)
            }
        }
        #expect(error.kind == .invalidStatement)
        #expect(try await tally.value() == 0)
        try await tally.database.writeUnscoped { _ = try $0.run("UPDATE tally SET n = 9") }
        #expect(try await tally.value() == 9)
    }

    @Test(arguments: TestEngine.available) func runCountsTheRowsItChanged(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        let counts = try await tally.database.writeUnscoped { connection in
            [
                try connection.run("INSERT INTO tally (n) VALUES (1), (2)"),
                try connection.run("UPDATE tally SET n = n + 10 WHERE n >= 1"),
                try connection.run("DELETE FROM tally WHERE n > 1000"),
            ]
        }
        #expect(counts == [2, 2, 0])
    }

    @Test(arguments: TestEngine.available) func writeInsideAReadIsRefused(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        let error = try await #require(throws: DatabaseError.self) {
            try await tally.database.readUnscoped { _ = try $0.run("UPDATE tally SET n = 9") }
        }
        #expect(error.kind == .readOnly)
        #expect(try await tally.value() == 0)
    }

    @Test(arguments: TestEngine.available) func aWriteSeesWhatItHasWritten(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        let seen = try await tally.database.writeUnscoped { connection in
            try connection.run("UPDATE tally SET n = 5")
            return try connection.firstRow("SELECT n FROM tally") { $0.int(0) }
        }
        #expect(seen == 5)
    }

    @Test(arguments: TestEngine.available)
    func whatWasWrittenIsThereForAnotherProcessAndAfterClosing(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        let other = try tally.temporary.again()
        try await tally.database.writeUnscoped { _ = try $0.run("UPDATE tally SET n = 5") }
        #expect(try await other.readUnscoped { try $0.firstRow("SELECT n FROM tally") { $0.int(0) } } == 5)
        try await tally.database.close()
        #expect(try await other.readUnscoped { try $0.firstRow("SELECT n FROM tally") { $0.int(0) } } == 5)
        try await other.close()
    }

    @Test(arguments: TestEngine.available) func aClosedDatabaseRefuses(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        try await tally.database.close()
        await #expect(throws: DatabaseError.self) { try await tally.value() }
        // Once more harms nothing.
        try await tally.database.close()
    }

    @Test(arguments: TestEngine.available) func errorsOfTheCallersOwnComeThroughUnchanged(engine: TestEngine)
        async throws
    {
        let tally = try await Tally(engine)
        await #expect(throws: Interruption.self) { try await tally.database.readUnscoped { _ in throw Interruption() } }
        await #expect(throws: Interruption.self) {
            try await tally.database.readUnscoped {
                try $0.forEachRow("SELECT n FROM tally", []) { _ in throw Interruption() }
            }
        }
        #expect(try await tally.value() == 0)
    }
}
