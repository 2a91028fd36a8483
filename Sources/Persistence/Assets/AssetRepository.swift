public import GridModel

/// Reads the network's assets.
public struct AssetRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func assets() throws -> [Asset] {
        try session.connection.rows(
            Self.select + " WHERE tenant_id = $1 ORDER BY asset_id", [session.tenant], Self.asset)
    }

    public func assets(of kinds: Set<AssetKind>) throws -> [Asset] {
        try kinds.flatMap { kind in
            try session.connection.rows(
                Self.select + " WHERE tenant_id = $1 AND kind = $2", [session.tenant, kind.rawValue.sql], Self.asset)
        }.sorted { $0.id < $1.id }
    }

    public func asset(_ id: AssetID) throws -> Asset? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND asset_id = $2", [session.tenant, id.sql], Self.asset)
    }

    public func asset(_ kind: AssetKind, code: String) throws -> Asset? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND kind = $2 AND code = $3",
            [session.tenant, kind.rawValue.sql, code.sql], Self.asset)
    }

    public func count(_ kind: AssetKind) throws -> Int {
        try session.connection.firstRow(
            "SELECT COUNT(*) FROM assets WHERE tenant_id = $1 AND kind = $2", [session.tenant, kind.rawValue.sql]
        ) { $0.int(0) } ?? 0
    }

    /// How many of each kind belong to a zone.
    public func counts(in zone: ZoneID) throws -> [AssetKind: Int] {
        var counts: [AssetKind: Int] = [:]
        try session.connection.forEachRow(
            "SELECT kind, COUNT(*) FROM assets WHERE tenant_id = $1 AND zone_id = $2 GROUP BY kind",
            [session.tenant, zone.sql]
        ) { row in
            if let kind = AssetKind(rawValue: row.text(0)) { counts[kind] = row.int(1) }
        }
        return counts
    }

    /// How long the lines of a zone are together.
    public func lineLengthKm(in zone: ZoneID) throws -> Double {
        try session.connection.firstRow(
            """
            SELECT COALESCE(SUM(lines.length_km), 0) FROM assets JOIN lines
            ON lines.tenant_id = assets.tenant_id AND lines.asset_id = assets.asset_id
            WHERE assets.tenant_id = $1 AND assets.zone_id = $2
            """,
            [session.tenant, zone.sql]
        ) { $0.real(0) } ?? 0
    }

    /// Lines with their ends and ratings, by asset.
    public func lines() throws -> [LineRow] {
        try session.connection.rows(
            """
            SELECT asset_id, from_node_id, to_node_id, length_km, type_code, rated_a FROM lines
            WHERE tenant_id = $1 ORDER BY asset_id
            """,
            [session.tenant]
        ) {
            LineRow(
                id: $0.id(0), fromNode: $0.id(1), toNode: $0.id(2), lengthKm: $0.real(3), typeCode: $0.text(4),
                ratedA: $0.real(5))
        }
    }

    public func transformers() throws -> [TransformerRow] {
        try session.connection.rows(
            """
            SELECT asset_id, high_node_id, low_node_id, rated_mva, high_kv, low_kv FROM transformers
            WHERE tenant_id = $1 ORDER BY asset_id
            """,
            [session.tenant]
        ) {
            TransformerRow(
                id: $0.id(0), highNode: $0.id(1), lowNode: $0.id(2), ratedMVA: $0.real(3), highKV: $0.real(4),
                lowKV: $0.real(5))
        }
    }

    public func loadPoints() throws -> [LoadPointRow] {
        try session.connection.rows(
            "SELECT asset_id, node_id, rated_kw FROM load_points WHERE tenant_id = $1 ORDER BY asset_id",
            [session.tenant]
        ) { LoadPointRow(id: $0.id(0), node: $0.id(1), ratedKW: $0.real(2)) }
    }

    public func generators() throws -> [GeneratorRow] {
        try session.connection.rows(
            "SELECT asset_id, node_id, rated_kw, technology FROM generators WHERE tenant_id = $1 ORDER BY asset_id",
            [session.tenant]
        ) { GeneratorRow(id: $0.id(0), node: $0.id(1), ratedKW: $0.real(2), technology: $0.text(3)) }
    }

    /// The nominal voltages of each substation's nodes, kV, highest first.
    public func voltagesBySubstation() throws -> [AssetID: [Double]] {
        var voltages: [AssetID: [Double]] = [:]
        try session.connection.forEachRow(
            """
            SELECT DISTINCT substation_id, nominal_kv FROM nodes WHERE tenant_id = $1 AND substation_id IS NOT NULL
            ORDER BY substation_id, nominal_kv DESC
            """,
            [session.tenant]
        ) { voltages[$0.id(0), default: []].append($0.real(1)) }
        return voltages
    }

    private static let select: SQL =
        "SELECT asset_id, kind, code, name, zone_id, feeder_id, longitude, latitude FROM assets"

    private static func asset(_ row: any SQLRow) throws -> Asset {
        guard let kind = AssetKind(rawValue: row.text(1)) else {
            throw DatabaseError(.corrupt, detail: "Asset \(row.integer(0)) has the unknown kind \(row.text(1)).")
        }
        return Asset(
            id: row.id(0), kind: kind, code: row.text(2), name: row.text(3), zone: row.optionalID(4),
            feeder: row.optionalID(5),
            location: row.isNull(6) ? nil : Coordinate(longitude: row.real(6), latitude: row.real(7)))
    }
}
