import DatabaseTesting
import Foundation
import Persistence
import PostgresDriver
import Synchronization
import Testing

/// The server goes away in the middle, and comes back.
@Suite(.onPostgres) struct ServerLossTests {
    @Test func aServerThatCrashesMidTransactionIsUnavailableAndUsedAgainOnceItIsBack() async throws {
        let (server, database) = try await tallyOnAServerOfItsOwn()
        let (written, crashed) = (Latch(), Latch())
        let writing = Task {
            try await database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                written.open()
                try crashed.block()
                try connection.run("UPDATE tally SET n = 8")
            }
        }
        await written.opened()
        try await server.crash()
        crashed.open()
        let error = try await #require(throws: DatabaseError.self) { try await writing.value }
        #expect(error.kind == .unavailable)
        let away = try await #require(throws: DatabaseError.self) { try await value(in: database) }
        #expect(away.kind == .unavailable)
        try await server.start()
        #expect(try await valueOnceBack(in: database) == 0)
        try await database.writeUnscoped { _ = try $0.run("UPDATE tally SET n = 9") }
        #expect(try await value(in: database) == 9)
        try await database.close()
    }

    @Test func everyAcknowledgedWriteSurvivesCrashes() async throws {
        let (server, database) = try await tallyOnAServerOfItsOwn()
        let acknowledged = Acknowledged()
        for round in 0..<3 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        var next = Int64(round * 4 + writer) << 32
                        while true {
                            do {
                                let row = next
                                try await database.writeUnscoped { connection in
                                    _ = try connection.run("INSERT INTO written (id) VALUES ($1)", [row.sql])
                                }
                                acknowledged.add(row)
                            } catch let error as DatabaseError where error.kind == .unavailable {
                                return
                            }
                            next += 1
                        }
                    }
                }
                let before = acknowledged.rows.count
                while acknowledged.rows.count < before + 50 { try await Task.sleep(for: .milliseconds(1)) }
                try await server.crash()
                try await group.waitForAll()
            }
            try await server.start()
            _ = try await valueOnceBack(in: database)
        }
        let stored = try await database.readUnscoped { try Set($0.rows("SELECT id FROM written") { $0.integer(0) }) }
        #expect(acknowledged.rows.filter { !stored.contains($0) } == [])
        try await database.close()
    }

    /// One process of the server's dies, and it restarts all others to be safe.
    @Test func aServerProcessThatIsKilledIsUnavailableAndUsedAgainOnceTheServerHasRecovered() async throws {
        let (server, database) = try await tallyOnAServerOfItsOwn()
        let error = try await #require(throws: DatabaseError.self) {
            try await database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                let process = try connection.firstRow("SELECT pg_backend_pid()") { $0.int(0) }
                try #require(kill(pid_t(try #require(process)), SIGKILL) == 0)
                try connection.run("UPDATE tally SET n = 8")
            }
        }
        #expect(error.kind == .unavailable)
        #expect(try await valueOnceBack(in: database) == 0)
        try await database.close()
        withExtendedLifetime(server) {}
    }

    /// Idle connections may end at any time: an operator, a firewall, a restart at night.
    @Test func connectionsThatEndedWhileTheyWereIdleAreReplacedWithoutAnError() async throws {
        let tally = try await Tally(.postgres)
        for _ in 0..<3 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let value = try await tally.value()
                        #expect(value == 0)
                    }
                }
                try await group.waitForAll()
            }
            try await tally.temporary.endConnections()
        }
        try await tally.database.writeUnscoped { _ = try $0.run("UPDATE tally SET n = 5") }
        #expect(try await tally.value() == 5)
    }

    @Test func aConnectionThatIsEndedMidTransactionIsUnavailable() async throws {
        let tally = try await Tally(.postgres)
        let (written, ended) = (Latch(), Latch())
        let writing = Task {
            try await tally.database.writeUnscoped { connection in
                try connection.run("UPDATE tally SET n = 7")
                written.open()
                try ended.block()
                try connection.run("UPDATE tally SET n = 8")
            }
        }
        await written.opened()
        try await tally.temporary.endConnections()
        ended.open()
        let error = try await #require(throws: DatabaseError.self) { try await writing.value }
        #expect(error.kind == .unavailable)
        #expect(try await tally.value() == 0)
    }

    @Test func aServerThatIsNotThereIsUnavailableAndItsPasswordIsNotTold() async throws {
        let database = PostgresDatabase(PostgresOptions(connection: "postgresql://grid:hunter2@127.0.0.1:1/grid"))
        let error = try await #require(throws: DatabaseError.self) { try await value(in: database) }
        #expect(error.kind == .unavailable)
        #expect(!error.debugDescription.contains("hunter2"))
        try await database.close()
    }

    private func tallyOnAServerOfItsOwn() async throws -> (OwnPostgres, PostgresDatabase) {
        let server = try await OwnPostgres()
        let database = PostgresDatabase(PostgresOptions(connection: server.url))
        try await database.writeUnscoped { connection in
            try connection.run("CREATE TABLE tally (n BIGINT NOT NULL)")
            try connection.run("INSERT INTO tally (n) VALUES (0)")
            try connection.run("CREATE TABLE written (id BIGINT PRIMARY KEY)")
        }
        return (server, database)
    }

    private func value(in database: PostgresDatabase) async throws -> Int? {
        try await database.readUnscoped { try $0.firstRow("SELECT n FROM tally") { $0.int(0) } }
    }

    /// Asks until the server answers: it needs a moment to recover, and is not asked at every moment.
    private func valueOnceBack(in database: PostgresDatabase) async throws -> Int? {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            do {
                return try await value(in: database)
            } catch let error as DatabaseError where error.kind == .unavailable && .now < deadline {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}

/// The rows whose writes have returned.
private final class Acknowledged: Sendable {
    private let all = Mutex<[Int64]>([])

    var rows: [Int64] { all.withLock { $0 } }

    func add(_ row: Int64) { all.withLock { $0.append(row) } }
}
