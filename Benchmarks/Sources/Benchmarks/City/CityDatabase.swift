import Foundation
import GridModel
import Operations
import Persistence
import Telemetry

/// The program's own database with one tenant, ten zones, and the series of 139 load points, empty.
struct CityDatabase: Sendable {
    static let zoneCount = 10

    let database: any Database
    let scope: TenantScope
    let series: [SeriesID]

    static func make(on database: any Database, for year: YearOfReadings) async throws -> CityDatabase {
        try await Migrator().migrate(database)
        let tenant = try await database.writeUnscoped {
            try TenantDirectory($0).create(
                code: "bench", name: "Bench", timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD",
                at: year.start)
        }
        let scope = TenantScope(tenant: tenant.id)
        let series = try await database.write(scope) { session in
            let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
            guard let area = Polygon(rings: [corners.compactMap { Coordinate(longitude: $0.0, latitude: $0.1) }]) else {
                throw OptionError("A triangle is no polygon")
            }
            let zones = try (0..<zoneCount).map { index in
                try ZoneRepository(session).insert(
                    code: "Z\(index)", name: "Zone \(index)", population: 1000, priority: 1, criticalSites: [],
                    capacityKW: 10_000, area: area)
            }
            return try (0..<year.seriesCount).map { index in
                try SeriesRepository(session).insert(
                    externalName: "load \(index)", name: "Load \(index)",
                    subject: .asset(.loadPoint, AssetID(Int64(index + 1))), zone: zones[zone(of: index)],
                    quantity: .activeEnergyImport, intervalSeconds: YearOfReadings.intervalSeconds, isDerived: false
                ).id
            }
        }
        return CityDatabase(database: database, scope: scope, series: series)
    }

    static func zone(of series: Int) -> Int { series % zoneCount }

    /// Through the use case that bulk imports use.
    func ingest(_ columns: [ReadingColumn], now: Timestamp) async throws -> IngestReceipt {
        try await IngestColumns(database: database, scope: scope)(now: now, source: "bench") { [series] load in
            for (id, column) in zip(series, columns) { try load.add(column, to: id) }
        }
    }
}
