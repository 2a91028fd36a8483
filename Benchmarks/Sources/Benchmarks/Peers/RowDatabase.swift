import Foundation
import GRDBSQLite
import GridModel

/// The peer of block storage: a row for each reading, on the same SQLite with the same settings.
final class RowDatabase: HourlyRows {
    private static let settings = [
        "PRAGMA page_size = 8192", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON", "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -65536",
    ]

    let file: URL
    private let connection: OpaquePointer

    init(at file: URL) throws {
        self.file = file
        var opened: OpaquePointer?
        guard sqlite3_open(file.path, &opened) == SQLITE_OK, let opened else {
            throw RowDatabaseError("The peer's database could not be opened")
        }
        connection = opened
        for setting in Self.settings { try run(setting) }
        try run(
            """
            CREATE TABLE readings (series INTEGER NOT NULL, ts INTEGER NOT NULL, value REAL NOT NULL,
                quality INTEGER NOT NULL, PRIMARY KEY (series, ts)) WITHOUT ROWID
            """)
        try run("CREATE TABLE series (id INTEGER PRIMARY KEY, zone INTEGER NOT NULL)")
    }

    deinit {
        sqlite3_close(connection)
    }

    /// Every reading one by one with a prepared statement, in one transaction.
    func insert(_ year: YearOfReadings) throws {
        try run("BEGIN IMMEDIATE")
        let statement = try prepare("INSERT INTO readings (series, ts, value, quality) VALUES (?, ?, ?, ?)")
        defer { sqlite3_finalize(statement) }
        for (series, values) in year.loads.enumerated() {
            var start = year.start.secondsSinceEpoch
            for value in values {
                sqlite3_bind_int64(statement, 1, Int64(series))
                sqlite3_bind_int64(statement, 2, start)
                sqlite3_bind_double(statement, 3, value)
                sqlite3_bind_int64(statement, 4, 0)
                guard sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
                sqlite3_reset(statement)
                start += YearOfReadings.intervalSeconds
            }
        }
        try run("COMMIT")
    }

    func insertSeries(zones: [Int]) throws {
        for (series, zone) in zones.enumerated() { try run("INSERT INTO series VALUES (\(series), \(zone))") }
    }

    /// kWh of every zone and hour, in the order of zones and hours.
    func hourlyZones() throws -> [Double] {
        let statement = try prepare(
            """
            SELECT s.zone, r.ts / 3600 AS hour, SUM(r.value) FROM readings r JOIN series s ON s.id = r.series
            GROUP BY s.zone, hour ORDER BY s.zone, hour
            """)
        defer { sqlite3_finalize(statement) }
        var sums: [Double] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: sums.append(sqlite3_column_double(statement, 2))
            case SQLITE_DONE: return sums
            default: throw failure()
            }
        }
    }

    /// Bytes of the file's pages.
    func bytes() throws -> Double {
        let statement = try prepare("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        defer { sqlite3_finalize(statement) }
        guard sqlite3_step(statement) == SQLITE_ROW else { throw failure() }
        return sqlite3_column_double(statement, 0)
    }

    private func run(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    private func prepare(_ sql: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw failure()
        }
        return statement
    }

    private func failure() -> RowDatabaseError {
        RowDatabaseError(String(cString: sqlite3_errmsg(connection)))
    }
}

struct RowDatabaseError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
