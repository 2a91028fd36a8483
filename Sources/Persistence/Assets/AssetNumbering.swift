import GridModel

/// Gives assets their numbers and places while a network is written.
struct AssetNumbering {
    private let session: TenantSession
    private let zoneOfNode: [String: ZoneID]
    private(set) var ids: [AssetKind: [String: AssetID]] = [:]
    private var feederOfNode: [String: AssetID] = [:]
    private var locationOfNode: [String: Coordinate] = [:]

    init(session: TenantSession, zoneOfNode: [String: ZoneID]) {
        self.session = session
        self.zoneOfNode = zoneOfNode
    }

    func id(_ kind: AssetKind, _ code: String) -> AssetID? { ids[kind]?[code] }
    func node(_ code: String) -> AssetID? { id(.node, code) }

    /// - Parameter node: the node whose zone, feeder and place the asset shares.
    @discardableResult
    mutating func add(_ kind: AssetKind, _ code: String, node: String?, at place: Coordinate?) throws -> AssetID {
        if kind == .node { locationOfNode[code] = place }
        return try insert(
            kind, code, zone: node.flatMap { zoneOfNode[$0] }, feeder: node.flatMap { feederOfNode[$0] },
            at: place ?? node.flatMap { locationOfNode[$0] })
    }

    mutating func addFeeder(_ feeder: Feeder) throws {
        // A feeder may touch a neighbour's zone at a tie: it belongs to the zone most of its nodes lie in.
        let zones = Dictionary(grouping: feeder.nodes.compactMap { zoneOfNode[$0] }) { $0 }
        let zone = zones.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
        let id = try insert(.feeder, feeder.code, zone: zone, feeder: nil, at: nil)
        for node in feeder.nodes { feederOfNode[node] = id }
    }

    private mutating func insert(
        _ kind: AssetKind, _ code: String, zone: ZoneID?, feeder: AssetID?, at place: Coordinate?
    ) throws -> AssetID {
        let id = try IdentifierCounter(session: session).next("asset", as: AssetID.self)
        try session.connection.run(
            """
            INSERT INTO assets (tenant_id, asset_id, kind, code, name, zone_id, feeder_id, longitude, latitude)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                session.tenant, id.sql, kind.rawValue.sql, code.sql, code.sql, zone.sql, feeder.sql,
                (place?.longitude).sql, (place?.latitude).sql,
            ]
        )
        ids[kind, default: [:]][code] = id
        return id
    }
}
