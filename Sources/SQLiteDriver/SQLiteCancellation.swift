import GRDBSQLite
import Synchronization

/// Whether the task that a transaction works for has been cancelled.
///
/// SQLite forgets an interruption that finds no statement under way, so a long statement looks here now and then.
final class SQLiteCancellation: Sendable {
    private static let instructionsBetweenLooks: Int32 = 10_000

    private let isCancelled = Atomic(false)

    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    func check() throws {
        if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
    }

    /// Runs the body while the connection's statements look here.
    func watching<Result>(_ connection: OpaquePointer?, _ body: () throws -> Result) rethrows -> Result {
        sqlite3_progress_handler(
            connection, Self.instructionsBetweenLooks,
            { context in
                guard let context else { return 0 }
                let cancellation = Unmanaged<SQLiteCancellation>.fromOpaque(context).takeUnretainedValue()
                return cancellation.isCancelled.load(ordering: .relaxed) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_progress_handler(connection, 0, nil, nil) }
        return try withExtendedLifetime(self, body)
    }
}
