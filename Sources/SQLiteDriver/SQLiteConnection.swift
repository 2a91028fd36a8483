import GRDB
import GRDBSQLite
import GridModel
import Persistence

/// One transaction on one GRDB connection.
///
/// Statements are GRDB's cached ones; they are bound and stepped through SQLite's C interface,
/// because GRDB's row interface costs several times what a block of readings costs to store.
///
/// As in PostgreSQL, a statement that fails fails its transaction: whoever catches its error must not believe that
/// the rest is stored.
final class SQLiteConnection: SQLConnection {
    private let db: GRDB.Database
    private var notified: Set<DatabaseChannel> = []
    private let cancellation: SQLiteCancellation
    private var hasFailed = false

    private init(_ db: GRDB.Database, _ cancellation: SQLiteCancellation) {
        self.db = db
        self.cancellation = cancellation
    }

    /// Runs the body of a transaction.
    /// - Returns: its value, and whom to wake when the transaction has been committed.
    static func transaction<Value>(
        on db: GRDB.Database, _ cancellation: SQLiteCancellation, _ body: (any SQLConnection) throws -> Value
    ) throws -> (value: Value, notified: Set<DatabaseChannel>) {
        let connection = SQLiteConnection(db, cancellation)
        return try cancellation.watching(db.sqliteConnection) {
            let value = try body(connection)
            try connection.requireSound()
            return (value, connection.notified)
        }
    }

    var dialect: Dialect { .sqlite }

    @discardableResult
    func run(_ sql: Persistence.SQL, _ arguments: [SQLValue]) throws -> Int {
        try withStatement(sql, arguments) { statement in
            var result = sqlite3_step(statement)
            // A statement with RETURNING gives rows even when nobody looks at them.
            while result == SQLITE_ROW { result = sqlite3_step(statement) }
            guard result == SQLITE_DONE else { throw error(result) }
            return Int(sqlite3_changes(db.sqliteConnection))
        }
    }

    @discardableResult
    func runMany(_ sql: Persistence.SQL, _ rows: [[SQLValue]]) throws -> Int {
        try rows.reduce(0) { try $0 + run(sql, $1) }
    }

    func notify(_ channel: DatabaseChannel) { notified.insert(channel) }

    func forEachRow(_ sql: Persistence.SQL, _ arguments: [SQLValue], _ visit: (any SQLRow) throws -> Void) throws {
        try withStatement(sql, arguments) { statement in
            let row: any SQLRow = SQLiteRow(statement: statement)
            while true {
                switch sqlite3_step(statement) {
                case SQLITE_ROW: try visit(row)
                case SQLITE_DONE: return
                case let result: throw error(result)
                }
            }
        }
    }

    private func withStatement<Result>(
        _ sql: Persistence.SQL, _ arguments: [SQLValue], _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        try requireSound()
        try cancellation.check()
        let cached = try prepared(sql)
        let statement = cached.sqliteStatement
        return try withExtendedLifetime(cached) {
            guard sqlite3_stmt_busy(statement) == 0 else {
                throw DatabaseError(.invalidStatement, detail: "A statement was run inside its own rows: \(sql.text)")
            }
            defer { sqlite3_reset(statement) }
            guard Int(sqlite3_bind_parameter_count(statement)) == arguments.count else {
                throw DatabaseError(
                    .invalidStatement,
                    detail:
                        "\(arguments.count) arguments for \(sqlite3_bind_parameter_count(statement)) parameters: \(sql.text)"
                )
            }
            for (index, argument) in arguments.enumerated() {
                // SQLite numbers `$2` by where it first stands in the text, not by its name.
                let position = sqlite3_bind_parameter_index(statement, "$\(index + 1)")
                guard position > 0 else {
                    throw DatabaseError(.invalidStatement, detail: "There is no $\(index + 1) in: \(sql.text)")
                }
                try bind(argument, at: position, of: statement)
            }
            return try body(statement)
        }
    }

    private func bind(_ value: SQLValue, at index: Int32, of statement: OpaquePointer) throws {
        // SQLITE_TRANSIENT: SQLite takes its own copy.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        if case .text(let text) = value, text.utf8.contains(0) {
            hasFailed = true
            throw DatabaseError(.invalidValue, detail: "A text holds U+0000, which PostgreSQL cannot keep.")
        }
        let result =
            switch value {
            case .null: sqlite3_bind_null(statement, index)
            case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
            case .real(let real): sqlite3_bind_double(statement, index, real)
            case .text(let text):
                sqlite3_bind_text64(statement, index, text, UInt64(text.utf8.count), copied, UInt8(SQLITE_UTF8))
            case .blob(let bytes):
                bytes.withUnsafeBytes {
                    $0.isEmpty
                        ? sqlite3_bind_zeroblob(statement, index, 0)
                        : sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), copied)
                }
            }
        guard result == SQLITE_OK else { throw error(result) }
    }

    private func requireSound() throws {
        guard !hasFailed else {
            throw DatabaseError(.invalidStatement, detail: "A statement of this transaction had failed.")
        }
    }

    private func prepared(_ sql: Persistence.SQL) throws -> Statement {
        do {
            return try db.cachedStatement(sql: sql.text)
        } catch {
            hasFailed = true
            throw Persistence.DatabaseError(sqlite: error)
        }
    }

    private func error(_ result: Int32) -> any Error {
        hasFailed = true
        let extended = sqlite3_extended_errcode(db.sqliteConnection)
        let message = String(cString: sqlite3_errmsg(db.sqliteConnection))
        return Persistence.DatabaseError(sqliteCode: extended == SQLITE_OK ? result : extended, message: message)
    }
}
