import Foundation
import GridModel
import Operations
import Persistence

/// A year of readings in the program's database and as the peer's rows, both made once, when they are first needed.
final class LoadedYear {
    private let makeYear: () throws -> YearOfReadings
    private let makeDatabase: () async throws -> any Database
    private let makeRows: () async throws -> any HourlyRows
    private var madeYear: YearOfReadings?
    private var madeCity: CityDatabase?
    private var madeRows: (any HourlyRows)?
    /// Bytes of the whole database with the blocks in it, before there are rollups.
    private var databaseBytes = 0

    init(
        year: @escaping () throws -> YearOfReadings, database: @escaping () async throws -> any Database,
        rows: @escaping () async throws -> any HourlyRows
    ) {
        makeYear = year
        makeDatabase = database
        makeRows = rows
    }

    func year() throws -> YearOfReadings {
        if let madeYear { return madeYear }
        let year = try makeYear()
        madeYear = year
        return year
    }

    func city() async throws -> CityDatabase {
        if let madeCity { return madeCity }
        let year = try year()
        let database = try await makeDatabase()
        let city = try await CityDatabase.make(on: database, for: year)
        let empty = try await database.readUnscoped { try $0.databaseBytes() }
        _ = try await city.ingest((0..<year.seriesCount).map(year.column), now: year.span.end)
        databaseBytes = try await database.readUnscoped { try $0.databaseBytes() } - empty
        guard let calendar = CityCalendar(identifier: "America/Los_Angeles") else {
            throw Unavailable("The system has no time zone data.")
        }
        try await RebuildRollups(database: database, scope: city.scope, calendar: calendar)()
        madeCity = city
        return city
    }

    func rows() async throws -> any HourlyRows {
        if let madeRows { return madeRows }
        let year = try year()
        let rows = try await makeRows()
        try rows.insert(year)
        try rows.insertSeries(zones: (0..<year.seriesCount).map(CityDatabase.zone(of:)))
        madeRows = rows
        return rows
    }

    /// What a reading takes.
    func sizes() async throws -> String {
        let (city, count) = (try await city(), Double(try year().readingCount))
        let blocks = try await city.database.readUnscoped { connection in
            try connection.firstRow("SELECT SUM(LENGTH(payload)) FROM reading_blocks") { $0.integer(0) } ?? 0
        }
        func each(_ bytes: Double) -> String { String(format: "%.2f", bytes / count) }
        return """
            A reading takes \(each(Double(blocks))) bytes in its block and \(each(Double(databaseBytes))) in our \
            database, \(each(try await rows().bytes())) as a row in the peer's.
            """
    }
}
