import DatabaseTesting
import Persistence
import PostgresDriver
import Testing

/// There are only so many connections.
@Suite struct PoolTests {
    @Test(arguments: TestEngine.available) func moreReadsThanConnectionsWaitTheirTurn(engine: TestEngine) async throws {
        let tally = try await Tally(engine, connections: 2)
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await tally.database.readUnscoped {
                        try $0.rows("SELECT n + 1 FROM tally") { $0.int(0) }.reduce(0, +)
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 50)
    }

    @Test(.onPostgres) func whoWaitsTooLongForAConnectionIsToldThatTheDatabaseIsBusy() async throws {
        let temporary = try await TemporaryDatabase(.postgres) {
            $0.maximumConnections = 2
            $0.acquireTimeout = .milliseconds(200)
        }
        let database = temporary.database
        let (first, second, done) = (Latch(), Latch(), Latch())
        async let one: Void = database.readUnscoped { _ in
            first.open()
            try done.block()
        }
        async let two: Void = database.readUnscoped { _ in
            second.open()
            try done.block()
        }
        await first.opened()
        await second.opened()
        let error = try await #require(throws: DatabaseError.self) { try await database.readUnscoped { _ in } }
        #expect(error.kind == .busy)
        done.open()
        _ = try await (one, two)
        try await database.readUnscoped { _ in }
    }

    @Test(.onPostgres) func whoStopsWaitingForAConnectionTakesNone() async throws {
        let tally = try await Tally(.postgres, connections: 1)
        let (held, done) = (Latch(), Latch())
        async let holding: Void = tally.database.readUnscoped { _ in
            held.open()
            try done.block()
        }
        await held.opened()
        let waiting = Task { try await tally.value() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        done.open()
        try await holding
        #expect(try await tally.value() == 0)
    }

    @Test(.onPostgres) func aStatementThatTakesTooLongIsInterrupted() async throws {
        let temporary = try await TemporaryDatabase(.postgres) { $0.statementTimeout = .milliseconds(50) }
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.readUnscoped { try $0.forEachRow("SELECT pg_sleep(60)::text", []) { _ in } }
        }
        #expect(error.kind == .interrupted)
        try await temporary.database.readUnscoped { try $0.forEachRow("SELECT 1", []) { _ in } }
    }

    @Test(.onPostgres) func whoWaitsTooLongForALockIsToldThatTheDatabaseIsBusy() async throws {
        let tally = try await Tally(.postgres, tenants: [.one])
        let impatient = try tally.temporary.again { $0.lockTimeout = .milliseconds(50) }
        let (held, done) = (Latch(), Latch())
        async let holding: Void = tally.database.write(.one) { _ in
            held.open()
            try done.block()
        }
        await held.opened()
        let error = try await #require(throws: DatabaseError.self) { try await impatient.write(.one) { _ in } }
        #expect(error.kind == .busy)
        done.open()
        try await holding
        try await impatient.write(.one) { _ in }
        try await impatient.close()
    }

    @Test(.onPostgres) func aDeadlockEndsForOneOfThemAsBusy() async throws {
        let tally = try await Tally(.postgres)
        try await tally.database.changeSchema { connection in
            try connection.run(
                "CREATE TABLE pair (tenant_id BIGINT NOT NULL, id BIGINT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (tenant_id, id))"
            )
            try connection.run("INSERT INTO pair (tenant_id, id, n) VALUES (1, 1, 0), (1, 2, 0)")
        }
        let latches = [Latch(), Latch()]
        let outcomes = await withTaskGroup(of: DatabaseError.Kind?.self) { group in
            for index in 0..<2 {
                group.addTask {
                    do {
                        // Writes of a tenant, and of the platform, follow one another; appends do not.
                        try await tally.database.append(.one) { session in
                            let connection = session.connection
                            try connection.run("UPDATE pair SET n = 1 WHERE id = $1", [(1 + index).sql])
                            latches[index].open()
                            try latches[1 - index].block()
                            try connection.run("UPDATE pair SET n = 1 WHERE id = $1", [(2 - index).sql])
                        }
                        return nil
                    } catch {
                        return (error as? DatabaseError)?.kind ?? .other
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.compactMap(\.self) == [.busy])
    }
}
