public import GridModel

/// Stores a weather station.
public struct WeatherStationWriter {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func write(code: String, name: String, location: Coordinate?) throws -> AssetID {
        let id = try IdentifierCounter(session: session).next("asset", as: AssetID.self)
        try session.connection.run(
            """
            INSERT INTO assets (tenant_id, asset_id, kind, code, name, longitude, latitude)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                session.tenant, id.sql, AssetKind.weatherStation.rawValue.sql, code.sql, name.sql,
                (location?.longitude).sql, (location?.latitude).sql,
            ]
        )
        return id
    }
}
