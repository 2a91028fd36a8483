import Foundation
import GridModel
import Operations
import Persistence
import SQLiteDriver
import Telemetry

/// A year of readings from memory into an empty database, committed and synced.
enum BulkIngestContest {
    static func make(_ year: YearOfReadings, _ workspace: Workspace) -> [Contest] {
        [sqlite(year, workspace), postgres(year)]
    }

    private static func sqlite(_ year: YearOfReadings, _ workspace: Workspace) -> Contest {
        let columns = (0..<year.seriesCount).map(year.column)
        return Contest(
            id: "bulk-ingest",
            title:
                "\(year.seriesCount) series × 1 year × 15 min (\(year.readingCount) readings) from memory into SQLite",
            unit: "readings/s", better: .higher, prepare: { [] },
            ours: Contestant(name: "IngestColumns: validated, merged, encoded, one transaction") {
                let file = workspace.newFile()
                let city = try await CityDatabase.make(on: SQLiteDatabase(path: file.path), for: year)
                let (seconds, receipt) = try await seconds { try await city.ingest(columns, now: year.span.end) }
                guard receipt.inserted == year.readingCount else {
                    throw Disagreement("\(receipt.inserted) of \(year.readingCount) readings were stored")
                }
                try await city.database.close()
                try workspace.remove(file)
                return Double(year.readingCount) / seconds
            },
            peer: Contestant(name: "a row each by a prepared statement, one transaction, WITHOUT ROWID") {
                let file = workspace.newFile()
                let taken = try await seconds {
                    let rows = try RowDatabase(at: file)
                    return try await seconds { try rows.insert(year) }.seconds
                }
                try workspace.remove(file)
                return Double(year.readingCount) / taken.value
            })
    }

    private static func postgres(_ year: YearOfReadings) -> Contest {
        let columns = (0..<year.seriesCount).map(year.column)
        return Contest(
            id: "bulk-ingest-postgres",
            title:
                "\(year.seriesCount) series × 1 year × 15 min (\(year.readingCount) readings) from memory into PostgreSQL",
            unit: "readings/s", better: .higher, prepare: { [] },
            ours: Contestant(name: "IngestColumns: validated, merged, encoded, row-level security, one transaction") {
                let server = try BenchServer.given()
                let database = try await server.newDatabase()
                let city = try await CityDatabase.make(on: database, for: year)
                let (seconds, receipt) = try await seconds { try await city.ingest(columns, now: year.span.end) }
                guard receipt.inserted == year.readingCount else {
                    throw Disagreement("\(receipt.inserted) of \(year.readingCount) readings were stored")
                }
                try await server.drop(database)
                return Double(year.readingCount) / seconds
            },
            peer: Contestant(name: "a row each by binary COPY into a table with the key (series, ts), one transaction")
            {
                let server = try BenchServer.given()
                let rows = try server.newRows()
                let taken = try await seconds { try rows.insert(year) }
                try server.drop(rows)
                return Double(year.readingCount) / taken.seconds
            })
    }
}
