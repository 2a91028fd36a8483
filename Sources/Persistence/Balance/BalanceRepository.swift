public import GridModel

/// What energy balances need of the network: who is connected where, and through which transformers.
public struct BalanceRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// The load points and generators of a feeder or a zone; of all when both are nil. Load points first, by id.
    public func connections(feeder: AssetID? = nil, zone: ZoneID? = nil) throws -> [ConnectionRow] {
        try connections(of: "load_points", .loadPoint, feeder, zone)
            + connections(of: "generators", .generator, feeder, zone)
    }

    private func connections(
        of table: SQL, _ kind: AssetKind, _ feeder: AssetID?, _ zone: ZoneID?
    ) throws -> [ConnectionRow] {
        var conditions = SQLConditions("assets.tenant_id", session.tenant)
        conditions.add("assets.feeder_id =", feeder)
        conditions.add("assets.zone_id =", zone)
        return try session.connection.rows(
            "SELECT part.asset_id, part.node_id, part.rated_kw, part.profile, assets.name FROM assets JOIN " + table
                + """
                 AS part ON part.tenant_id = assets.tenant_id AND part.asset_id = assets.asset_id
                """ + conditions.sql + " ORDER BY part.asset_id",
            conditions.arguments
        ) {
            ConnectionRow(
                id: $0.id(0), kind: kind, node: $0.id(1), ratedKW: $0.real(2), profile: $0.optionalText(3),
                name: $0.text(4))
        }
    }

    public func transformers() throws -> [FedTransformerRow] {
        try session.connection.rows(
            """
            SELECT part.asset_id, part.high_node_id, part.low_node_id, part.rated_mva, part.high_kv, part.iron_loss_kw,
            assets.name, assets.feeder_id, assets.zone_id FROM transformers AS part
            JOIN assets ON assets.tenant_id = part.tenant_id AND assets.asset_id = part.asset_id
            WHERE part.tenant_id = $1 ORDER BY part.asset_id
            """,
            [session.tenant]
        ) {
            FedTransformerRow(
                id: $0.id(0), highNode: $0.id(1), lowNode: $0.id(2), ratedMVA: $0.real(3), highKV: $0.real(4),
                noLoadLossKW: $0.real(5), name: $0.text(6), feeder: $0.optionalID(7), zone: $0.optionalID(8))
        }
    }

    /// The nodes of a substation.
    public func nodes(of substation: AssetID) throws -> Set<AssetID> {
        Set(
            try session.connection.rows(
                "SELECT asset_id FROM nodes WHERE tenant_id = $1 AND substation_id = $2",
                [session.tenant, substation.sql]
            ) { $0.id(0) })
    }

    /// The whole network as it is switched.
    public func topology() throws -> FeedTopology {
        let sources = try session.connection.rows(
            "SELECT asset_id FROM nodes WHERE tenant_id = $1 AND is_external_grid = 1", [session.tenant]
        ) { $0.id(0, as: AssetID.self) }
        let branches = try session.connection.rows(
            """
            SELECT from_node_id, to_node_id FROM lines WHERE tenant_id = $1
            UNION ALL SELECT from_node_id, to_node_id FROM switches WHERE tenant_id = $1 AND is_closed = 1
            """,
            [session.tenant]
        ) { ($0.id(0, as: AssetID.self), $0.id(1, as: AssetID.self)) }
        return FeedTopology(
            branches: branches,
            windings: try transformers().map {
                FeedTopology.Winding(transformer: $0.id, high: $0.highNode, low: $0.lowNode)
            }, sources: Set(sources))
    }
}

/// A load point or generator where it is connected.
public struct ConnectionRow: Hashable, Sendable {
    public let id: AssetID
    public let kind: AssetKind
    public let node: AssetID
    public let ratedKW: Double
    /// The class of its course, where the source names one.
    public let profile: String?
    public let name: String
}

/// A transformer with where it lies and what it loses at no load.
public struct FedTransformerRow: Hashable, Sendable {
    public let id: AssetID
    public let highNode: AssetID
    public let lowNode: AssetID
    public let ratedMVA: Double
    public let highKV: Double
    public let noLoadLossKW: Double
    public let name: String
    public let feeder: AssetID?
    public let zone: ZoneID?
}
