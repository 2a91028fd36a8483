import DatabaseTesting
import GridModel
import Jobs
import Persistence
import Synchronization

/// A queue in a database of its own, with a clock that stands until the test moves it.
final class TestQueue: Sendable {
    static let start = Timestamp(secondsSinceEpoch: 1_800_000_000)

    let scope: TenantScope
    private let temporary: TemporaryDatabase
    private let clock = Mutex(TestQueue.start)

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("fontana")
    }

    var database: any Database { temporary.database }
    var now: Timestamp { clock.withLock { $0 } }

    func advance(_ seconds: Int64) {
        clock.withLock { $0 = $0 + seconds }
    }

    /// - Parameter beats: nil for a worker whose leases are never extended.
    func worker(
        _ handlers: [String: JobWorker.Handler], beats: Beats? = nil, on database: (any Database)? = nil,
        random: Double = 1, onChange: @escaping @Sendable (StoredJob) async -> Void = { _ in }
    ) -> JobWorker {
        let silence = Beats()
        return JobWorker(
            database: database ?? self.database, handlers: handlers, now: { self.now }, onChange: onChange,
            heartbeat: { try await (beats ?? silence).wait() }, backoff: RetryBackoff { random })
    }

    @discardableResult
    func enqueue(_ kind: String, key: String? = nil, maxAttempts: Int = 1, in seconds: Int64 = 0) async throws -> JobID?
    {
        let now = now
        return try await database.write(scope) {
            try JobRepository($0).enqueue(
                kind: kind, payload: #"{"kind": "\#(kind)"}"#, uniqueKey: key, maxAttempts: maxAttempts,
                runAt: now + seconds, now: now)
        }
    }

    func job(_ id: JobID) async throws -> StoredJob? {
        try await database.read(scope) { try JobRepository($0).job(id) }
    }

    func cancel(_ id: JobID) async throws -> Bool {
        let now = now
        return try await database.write(scope) { try JobRepository($0).cancel(id, now: now) }
    }

    /// What a worker does that dies right after.
    func claimAndDie() async throws -> StoredJob? {
        let now = now
        return try await database.writeUnscoped { try JobLeasing($0).claim(now: now, leaseSeconds: 60) }
    }
}

/// A database whose writes fail while the test says so.
final class FailingDatabase: Database {
    private let real: any Database
    private let fails = Mutex(false)

    init(_ real: any Database) {
        self.real = real
    }

    func fail(_ fails: Bool) { self.fails.withLock { $0 = fails } }

    var dialect: Dialect { real.dialect }

    func readUnscoped<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await real.readUnscoped(body)
    }

    func writeUnscoped<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        if fails.withLock({ $0 }) { throw DatabaseError(.busy, detail: "the test says so") }
        return try await real.writeUnscoped(body)
    }

    func read<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await real.read(scope, body)
    }

    func write<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await real.write(scope, body)
    }

    func append<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await real.append(scope, body)
    }

    func changeSchema<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await real.changeSchema(body)
    }

    func notifications(on channel: DatabaseChannel) -> AsyncStream<Void> { real.notifications(on: channel) }

    func close() async throws { try await real.close() }
}
