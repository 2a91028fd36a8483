import Foundation
import GRDB
public import GridModel
public import Persistence

/// The embedded engine: one SQLite file in WAL mode, one writer and a pool of readers (GRDB).
///
/// Every commit is synced to disk before the call returns (`synchronous = FULL`), so what was
/// acknowledged survives both a killed process and a lost supply.
public final class SQLiteDatabase: Persistence.Database {
    private let pool: DatabasePool
    private let hub = NotificationHub()

    /// Opens the file, and makes it when it does not exist.
    /// - Parameters:
    ///   - path: the file; its directory must exist.
    ///   - maximumReaders: connections that may read at the same time.
    /// - Throws: `DatabaseError`
    public init(path: String, maximumReaders: Int = 5) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = maximumReaders
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA page_size = 8192")
            // On a Mac, syncs reach through the drive's cache.
            try db.execute(sql: "PRAGMA fullfsync = ON")
            try db.execute(sql: "PRAGMA foreign_keys = ON")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try db.execute(sql: "PRAGMA cache_size = -65536")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // docs/decisions/008: every commit is synced. Only now, because a pool that opens sets its
            // one writing connection to NORMAL, whatever the configuration says.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw Persistence.DatabaseError(sqlite: error)
        }
    }

    public var dialect: Dialect { .sqlite }

    public func readUnscoped<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await cancellable { cancellation in
            try await self.pool.read { try SQLiteConnection.transaction(on: $0, cancellation, body).value }
        }
    }

    public func writeUnscoped<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let (value, notified) = try await cancellable { cancellation in
            try await self.pool.write { try SQLiteConnection.transaction(on: $0, cancellation, body) }
        }
        for channel in notified { hub.publish(channel) }
        return value
    }

    public func read<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await readUnscoped { try body(TenantSession(connection: $0, scope: scope)) }
    }

    public func write<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await writeUnscoped { try body(TenantSession(connection: $0, scope: scope)) }
    }

    /// There is one writer whoever writes, so this one waits as the others do.
    public func append<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await write(scope, body)
    }

    public func changeSchema<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await writeUnscoped(body)
    }

    /// Of this process alone.
    public func notifications(on channel: DatabaseChannel) -> AsyncStream<Void> { hub.stream(of: channel) }

    /// Checkpoints the log and closes every connection. The database cannot be used after.
    public func close() throws {
        do {
            try pool.close()
        } catch {
            throw Persistence.DatabaseError(sqlite: error)
        }
    }

    /// A cancelled task's statements fail by the interruption, or by what it left behind in the transaction.
    private static func cancelled(_ error: Persistence.DatabaseError) -> any Error {
        switch error.kind {
        case .interrupted, .invalidStatement, .other: Task.isCancelled ? CancellationError() : error
        default: error
        }
    }

    private func cancellable<Value>(_ body: (SQLiteCancellation) async throws -> Value) async throws -> Value {
        let cancellation = SQLiteCancellation()
        do {
            return try await withTaskCancellationHandler {
                try await body(cancellation)
            } onCancel: {
                cancellation.cancel()
            }
        } catch let error as GRDB.DatabaseError {
            throw Self.cancelled(Persistence.DatabaseError(sqlite: error))
        } catch let error as Persistence.DatabaseError {
            throw Self.cancelled(error)
        }
    }
}

extension Dialect {
    /// SQLite keeps integers, doubles, text and bytes whatever the column says; tables without a
    /// row number lie in the order of their key.
    public static let sqlite = Dialect(
        name: "SQLite",
        bytes: "BLOB",
        countTables: "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
        databaseBytes:
            "SELECT count.page_count * size.page_size FROM pragma_page_count AS count, pragma_page_size AS size",
        clusteredByPrimaryKey: " WITHOUT ROWID",
        // One transaction writes at a time.
        skippingLocked: "",
        tenantColumns: """
            SELECT t.name, c.name, c.type, c.pk FROM sqlite_master t, pragma_table_info(t.name) c
            WHERE t.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) x WHERE x.name = 'tenant_id')
            ORDER BY t.name, c.cid
            """,
        eraseAuditLog: """
            DELETE FROM audit_entries WHERE tenant_id = $1 AND entry_id IN (
                SELECT entry_id FROM audit_entries WHERE tenant_id = $1 ORDER BY entry_id DESC LIMIT $2)
            RETURNING entry_id
            """
    )
}
