import DatabaseTesting
import Persistence
import Testing

/// A task that is cancelled does not wait for its statement, and leaves nothing behind.
@Suite struct CancellationTests {
    /// Longer than anybody would wait.
    private static let endless: SQL = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n
        """

    @Test(arguments: TestEngine.available) func aStatementUnderWayIsCutShort(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        let begun = Latch()
        let reading = Task {
            try await tally.database.readUnscoped { connection in
                begun.open()
                _ = try connection.firstRow(Self.endless) { $0.int(0) }
            }
        }
        await begun.opened()
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        #expect(try await tally.value() == 0)
    }

    @Test(arguments: TestEngine.available) func aWriteThatIsCutShortIsUndone(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        let begun = Latch()
        let writing = Task {
            try await tally.database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                begun.open()
                _ = try connection.firstRow(Self.endless) { $0.int(0) }
            }
        }
        await begun.opened()
        writing.cancel()
        await #expect(throws: CancellationError.self) { try await writing.value }
        #expect(try await tally.value() == 0)
        try await tally.database.writeUnscoped { _ = try $0.run("UPDATE tally SET n = 9") }
        #expect(try await tally.value() == 9)
    }

    /// The cancellation comes while the body is busy with something else, before it asks the database again.
    @Test(arguments: TestEngine.available) func theNextStatementAfterACancellationIsNotRun(engine: TestEngine)
        async throws
    {
        let tally = try await Tally(engine)
        let (begun, cancelled) = (Latch(), Latch())
        let writing = Task {
            try await tally.database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                begun.open()
                try cancelled.block()
                _ = try connection.firstRow(Self.endless) { $0.int(0) }
            }
        }
        await begun.opened()
        writing.cancel()
        cancelled.open()
        await #expect(throws: CancellationError.self) { try await writing.value }
        #expect(try await tally.value() == 0)
    }

    @Test(arguments: TestEngine.available) func aTaskThatIsCancelledAlreadyIsNotBegun(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        let gate = Latch()
        let writing = Task {
            await gate.opened()
            try await tally.database.writeUnscoped { _ = try $0.run("UPDATE tally SET n = 7") }
        }
        writing.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await writing.value }
        #expect(try await tally.value() == 0)
    }

    /// Cancelled readers in great number must neither lose their connections nor hit each other's statements.
    @Test(arguments: TestEngine.available) func cancellingManyLeavesTheOthersAlone(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<60 {
                let doomed = Task { try await tally.value() }
                doomed.cancel()
                group.addTask {
                    // It may have ended before.
                    _ = await doomed.result
                }
                group.addTask {
                    let value = try await tally.value()
                    #expect(value == 0)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await tally.value() == 0)
    }
}
