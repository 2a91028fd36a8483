import Foundation
import GRDBSQLite

/// The peer of live ingest: a row for each reading, a transaction for each interval, on the same SQLite with the
/// same settings, without HTTP, names or validation.
final class IntervalRows {
    private let connection: OpaquePointer

    init(at file: URL) throws {
        var opened: OpaquePointer?
        guard sqlite3_open(file.path, &opened) == SQLITE_OK, let opened else {
            throw RowDatabaseError("The peer's database could not be opened")
        }
        connection = opened
        for statement in [
            "PRAGMA page_size = 8192", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
            "PRAGMA cache_size = -65536",
            """
            CREATE TABLE readings (series INTEGER NOT NULL, ts INTEGER NOT NULL, value REAL NOT NULL,
                quality INTEGER NOT NULL, PRIMARY KEY (series, ts)) WITHOUT ROWID
            """,
        ] { try run(statement) }
    }

    deinit {
        sqlite3_close(connection)
    }

    func insert(_ city: MeterCity) throws {
        var prepared: OpaquePointer?
        guard
            sqlite3_prepare_v2(
                connection, "INSERT INTO readings (series, ts, value, quality) VALUES (?, ?, ?, 0)", -1, &prepared, nil)
                == SQLITE_OK, let statement = prepared
        else { throw failure() }
        defer { sqlite3_finalize(statement) }
        for interval in 0..<city.intervals {
            try run("BEGIN IMMEDIATE")
            for meter in 0..<city.meters {
                sqlite3_bind_int64(statement, 1, Int64(meter + 1))
                sqlite3_bind_int64(statement, 2, city.start + Int64(interval) * MeterCity.intervalSeconds)
                sqlite3_bind_double(statement, 3, Double(city.thousandths(meter: meter, interval: interval)) / 1000)
                guard sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
                sqlite3_reset(statement)
            }
            try run("COMMIT")
        }
    }

    private func run(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    private func failure() -> RowDatabaseError { RowDatabaseError(String(cString: sqlite3_errmsg(connection))) }
}
