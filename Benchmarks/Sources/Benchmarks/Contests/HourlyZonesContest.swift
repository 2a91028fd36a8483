import Foundation
import GridModel
import Operations
import Persistence
import SQLiteDriver
import Telemetry

/// The hourly load of every zone over the year: from the stored blocks, as the rollups are made, and from the
/// rollups, as the pages read them; on either engine, against SQL over rows on the same one.
enum HourlyZonesContest {
    /// - Parameters:
    ///   - year: of the demo city's load points, for the embedded engine.
    ///   - largeYear: of 500 series, for PostgreSQL; made when it is needed.
    static func make(
        _ year: YearOfReadings, _ largeYear: @escaping () throws -> YearOfReadings, _ workspace: Workspace
    ) -> [Contest] {
        let embedded = LoadedYear(
            year: { year }, database: { try SQLiteDatabase(path: workspace.newFile().path) },
            rows: { try RowDatabase(at: workspace.newFile()) })
        let server = LoadedYear(
            year: largeYear, database: { try await BenchServer.given().newDatabase() },
            rows: { try BenchServer.given().newRows() })
        return contests("", "\(year.seriesCount) series in SQLite", embedded)
            + contests("-postgres", "500 series in PostgreSQL", server)
    }

    private static func contests(_ suffix: String, _ what: String, _ loaded: LoadedYear) -> [Contest] {
        let peer = Contestant(name: "SQL GROUP BY zone and hour over the rows") {
            let rows = try await loaded.rows()
            return try await seconds { try rows.hourlyZones() }.seconds * 1000
        }
        func contest(
            _ source: String, _ name: String, tellsSizes: Bool,
            _ query: @escaping @Sendable (TenantSession, TimeSpan) throws -> [Double]
        ) -> Contest {
            let answer = { () async throws -> [Double] in
                let (city, span) = (try await loaded.city(), try loaded.year().span)
                return try await city.database.read(city.scope) { try query($0, span) }
            }
            return Contest(
                id: "hourly-zones-\(source)\(suffix)",
                title: "hourly load of \(CityDatabase.zoneCount) zones over a year of \(what), from the \(source)",
                unit: "ms", better: .lower,
                prepare: {
                    try check(try await answer(), against: try await loaded.rows().hourlyZones())
                    return tellsSizes ? [try await loaded.sizes()] : []
                },
                ours: Contestant(name: name) {
                    _ = try await loaded.city()
                    return try await seconds { try await answer() }.seconds * 1000
                },
                peer: peer)
        }
        return [
            contest(
                "blocks", "AreaMembership.hours, which the rollups use", tellsSizes: true
            ) { session, span in
                try AreaMembership.areas(session).filter { $0.subject.kind == .zone }.flatMap {
                    try $0.hours(session, over: span).map(\.consumptionKW)
                }
            },
            contest("rollups", "AreaRollupRepository, which the pages read", tellsSizes: false) { session, span in
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
}
