import GridModel
import Persistence
import SQLiteDriver
import Testing

@Suite struct TransactionTests {
    struct Interruption: Error {}

    let temporary: TemporaryDatabase

    init() async throws {
        temporary = try TemporaryDatabase()
        try await temporary.database.writeUnscoped { connection in
            try connection.run("CREATE TABLE tally (n BIGINT NOT NULL)")
            try connection.run("INSERT INTO tally (n) VALUES (0)")
        }
    }

    @Test func throwingWriteLeavesNothing() async throws {
        await #expect(throws: Interruption.self) {
            try await temporary.database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                try connection.run("CREATE TABLE half_done (n BIGINT)")
                throw Interruption()
            }
        }
        #expect(try await tally() == 0)
        let tables = try await temporary.database.readUnscoped {
            try $0.firstRow($0.dialect.countTables, ["half_done".sql]) { $0.int(0) }
        }
        #expect(tables == 0)
    }

    @Test func failedStatementUndoesTheWritesBeforeIt() async throws {
        await #expect(throws: DatabaseError.self) {
            try await temporary.database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                try connection.run("INSERT INTO tally (n) VALUES ($1)", [.null])
            }
        }
        #expect(try await tally() == 0)
    }

    @Test func concurrentWritersLoseNoUpdate() async throws {
        let database = temporary.database
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await database.writeUnscoped { connection in
                        let current = try connection.firstRow("SELECT n FROM tally") { $0.integer(0) } ?? -1_000
                        try connection.run("UPDATE tally SET n = $1", [(current + 1).sql])
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await tally() == 40)
    }

    @Test func runCountsTheRowsItChanged() async throws {
        let counts = try await temporary.database.writeUnscoped { connection in
            [
                try connection.run("INSERT INTO tally (n) VALUES (1), (2)"),
                try connection.run("UPDATE tally SET n = n + 10 WHERE n >= 1"),
                try connection.run("DELETE FROM tally WHERE n > 1000"),
            ]
        }
        #expect(counts == [2, 2, 0])
    }

    @Test func writeInsideAReadIsRefused() async throws {
        let error = try #require(
            await #expect(throws: DatabaseError.self) {
                try await temporary.database.readUnscoped { _ = try $0.run("UPDATE tally SET n = 9") }
            })
        #expect(error.kind == .readOnly)
        #expect(try await tally() == 0)
    }

    @Test func whatWasWrittenIsThereAfterReopening() async throws {
        try await temporary.database.writeUnscoped { _ = try $0.run("UPDATE tally SET n = 5") }
        try temporary.close()
        let reopened = try SQLiteDatabase(path: temporary.path)
        #expect(try await reopened.readUnscoped { try $0.firstRow("SELECT n FROM tally") { $0.int(0) } } == 5)
        try reopened.close()
    }

    private func tally() async throws -> Int? {
        try await temporary.database.readUnscoped { try $0.firstRow("SELECT n FROM tally") { $0.int(0) } }
    }
}
