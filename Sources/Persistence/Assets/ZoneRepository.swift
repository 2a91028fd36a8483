import Foundation
public import GridModel

/// The tenant's zones.
public struct ZoneRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func all() throws -> [Zone] {
        try session.connection.rows(
            Self.select + " WHERE tenant_id = $1 ORDER BY zone_id", [session.tenant], Self.zone)
    }

    /// The numbers alone.
    public func ids() throws -> [ZoneID] {
        try session.connection.rows(
            "SELECT zone_id FROM zones WHERE tenant_id = $1 ORDER BY zone_id", [session.tenant]
        ) { $0.id(0) }
    }

    public func zone(_ id: ZoneID) throws -> Zone? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND zone_id = $2", [session.tenant, id.sql], Self.zone)
    }

    /// Stores a new zone and numbers it.
    public func insert(
        code: String, name: String, population: Int, priority: Int, criticalSites: [CriticalSite], capacityKW: Double,
        area: Polygon
    ) throws -> ZoneID {
        let id = try IdentifierCounter(session: session).next("zone", as: ZoneID.self)
        let encoder = JSONEncoder()
        let rings = area.rings.map { $0.map { [$0.longitude, $0.latitude] } }
        try session.connection.run(
            """
            INSERT INTO zones (tenant_id, zone_id, code, name, population, priority, critical_sites, capacity_kw, area)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                session.tenant, id.sql, code.sql, name.sql, population.sql, priority.sql,
                String(decoding: try encoder.encode(criticalSites), as: UTF8.self).sql, capacityKW.sql,
                String(decoding: try encoder.encode(rings), as: UTF8.self).sql,
            ]
        )
        return id
    }

    private static let select: SQL =
        "SELECT zone_id, code, name, population, priority, critical_sites, capacity_kw, area FROM zones"

    private static func zone(_ row: any SQLRow) throws -> Zone {
        let decoder = JSONDecoder()
        let sites = try decoder.decode([CriticalSite].self, from: Data(row.text(5).utf8))
        let rings = try decoder.decode([[[Double]]].self, from: Data(row.text(7).utf8))
        let points = rings.map { ring in
            ring.compactMap { $0.count == 2 ? Coordinate(longitude: $0[0], latitude: $0[1]) : nil }
        }
        guard let area = Polygon(rings: points) else {
            throw DatabaseError(.corrupt, detail: "Zone \(row.integer(0)) has no valid area.")
        }
        return Zone(
            id: row.id(0), code: row.text(1), name: row.text(2), population: row.int(3), priority: row.int(4),
            criticalSites: sites, capacityKW: row.real(6), area: area)
    }
}
