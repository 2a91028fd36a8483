import Foundation
import GridModel
import Operations
import Persistence
import SQLiteDriver
import Telemetry

/// The hourly load of every zone over the year: from the stored blocks, as the rollups are made, and from the
/// rollups, as the pages read them.
enum HourlyZonesContest {
    static func make(_ year: YearOfReadings, _ workspace: Workspace) -> [Contest] {
        let loaded = Loaded(year, workspace)
        let peer = Contestant(name: "SQL GROUP BY zone and hour over the rows") {
            let rows = try await loaded.rows()
            return try await seconds { try rows.hourlyZones() }.seconds * 1000
        }
        func contest(
            _ id: String, _ title: String, _ name: String,
            _ query: @escaping @Sendable (TenantSession) throws -> [Double]
        ) -> Contest {
            let answer = { (city: CityDatabase) async throws -> [Double] in
                try await city.database.read(city.scope, query)
            }
            return Contest(
                id: id, title: title, unit: "ms", better: .lower,
                prepare: {
                    let city = try await loaded.city()
                    try check(try await answer(city), against: try await loaded.rows().hourlyZones())
                    return id == "hourly-zones-blocks" ? [try await loaded.sizes()] : []
                },
                ours: Contestant(name: name) {
                    let city = try await loaded.city()
                    return try await seconds { try await answer(city) }.seconds * 1000
                },
                peer: peer)
        }
        let span = year.span
        let what = "hourly load of \(CityDatabase.zoneCount) zones over a year of \(year.seriesCount) series"
        return [
            contest("hourly-zones-blocks", "\(what), from the blocks", "AreaMembership.hours, which the rollups use") {
                session in
                try AreaMembership.areas(session).filter { $0.subject.kind == .zone }.flatMap {
                    try $0.hours(session, over: span).map(\.consumptionKW)
                }
            },
            contest("hourly-zones-rollups", "\(what), from the rollups", "AreaRollupRepository, which the pages read") {
                session in
                var loads: [Double] = []
                for zone in try ZoneRepository(session).all() {
                    try AreaRollupRepository(session).forEachHour(of: .zone(zone.id), in: span) {
                        loads.append($0.consumptionKW)
                    }
                }
                return loads
            },
        ]
    }

    private static func check(_ ours: [Double], against peer: [Double]) throws {
        guard ours.count == peer.count else {
            throw Disagreement("\(ours.count) zone hours against the peer's \(peer.count)")
        }
        for (index, (a, b)) in zip(ours, peer).enumerated() where abs(a - b) > 1e-9 * max(1, abs(b)) {
            throw Disagreement("zone hour \(index) is \(a), the peer's \(b)")
        }
    }

    /// Both databases with the year in them, made once.
    private final class Loaded {
        private let year: YearOfReadings
        private let workspace: Workspace
        private var madeCity: CityDatabase?
        private var madeRows: RowDatabase?
        /// Bytes of our file with the blocks in it, before there are rollups.
        private var cityFileSize: Int64 = 0

        init(_ year: YearOfReadings, _ workspace: Workspace) {
            self.year = year
            self.workspace = workspace
        }

        func city() async throws -> CityDatabase {
            if let madeCity { return madeCity }
            let city = try await CityDatabase.make(at: workspace.newFile(), for: year)
            _ = try await city.ingest((0..<year.seriesCount).map(year.column), now: year.span.end)
            cityFileSize = try await city.database.read(city.scope) { session in
                try session.connection.firstRow(
                    "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
                ) { $0.integer(0) } ?? 0
            }
            guard let calendar = CityCalendar(identifier: "America/Los_Angeles") else {
                throw Unavailable("The system has no time zone data.")
            }
            try await RebuildRollups(database: city.database, scope: city.scope, calendar: calendar)()
            madeCity = city
            return city
        }

        func rows() async throws -> RowDatabase {
            if let madeRows { return madeRows }
            let rows = try RowDatabase(at: workspace.newFile())
            try rows.insert(year)
            try rows.insertSeries(zones: (0..<year.seriesCount).map(CityDatabase.zone(of:)))
            madeRows = rows
            return rows
        }

        /// What a reading takes.
        func sizes() async throws -> String {
            let city = try await city()
            let blocks = try await city.database.read(city.scope) { session in
                try session.connection.firstRow("SELECT SUM(LENGTH(payload)) FROM reading_blocks") { $0.integer(0) }
                    ?? 0
            }
            let rows = try await rows().size()
            func each(_ bytes: Int64) -> String { String(format: "%.2f", Double(bytes) / Double(year.readingCount)) }
            return """
                A reading takes \(each(blocks)) bytes in its block and \(each(cityFileSize)) in our file, \
                \(each(rows)) as a row in the peer's file.
                """
        }
    }
}
