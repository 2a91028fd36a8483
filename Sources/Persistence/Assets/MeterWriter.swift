public import GridModel

/// Stores meters that nobody has placed in the network.
public struct MeterWriter {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// The meter of that code; it is made when there is none.
    public func meter(code: String) throws -> AssetID {
        let known = try session.connection.firstRow(
            "SELECT asset_id FROM assets WHERE tenant_id = $1 AND kind = $2 AND code = $3",
            [session.tenant, AssetKind.meter.rawValue.sql, code.sql]
        ) { $0.id(0, as: AssetID.self) }
        if let known { return known }
        let id = try IdentifierCounter(session: session).next("asset", as: AssetID.self)
        try session.connection.run(
            "INSERT INTO assets (tenant_id, asset_id, kind, code, name) VALUES ($1, $2, $3, $4, $4)",
            [session.tenant, id.sql, AssetKind.meter.rawValue.sql, code.sql])
        return id
    }
}
