import GridModel
import Operations
import SQLiteDriver
import Telemetry

/// A year of readings from memory into an empty database, committed and synced.
enum BulkIngestContest {
    static func make(_ year: YearOfReadings, _ workspace: Workspace) -> Contest {
        let columns = (0..<year.seriesCount).map(year.column)
        return Contest(
            id: "bulk-ingest",
            title:
                "\(year.seriesCount) series × 1 year × 15 min (\(year.readingCount) readings) from memory into SQLite",
            unit: "readings/s", better: .higher, prepare: { [] },
            ours: Contestant(name: "IngestColumns: validated, merged, encoded, one transaction") {
                let file = workspace.newFile()
                let city = try await CityDatabase.make(at: file, for: year)
                let (seconds, receipt) = try await seconds { try await city.ingest(columns, now: year.span.end) }
                guard receipt.inserted == year.readingCount else {
                    throw Disagreement("\(receipt.inserted) of \(year.readingCount) readings were stored")
                }
                try city.database.close()
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
}
