public import GridModel

/// The tenant's anomalies.
public struct AnomalyRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// How many began since a moment, by the zone of their series.
    public func countByZone(since start: Timestamp) throws -> [ZoneID: Int] {
        var counts: [ZoneID: Int] = [:]
        try session.connection.forEachRow(
            """
            SELECT series.zone_id, COUNT(*) FROM anomalies JOIN series
            ON series.tenant_id = anomalies.tenant_id AND series.series_id = anomalies.series_id
            WHERE anomalies.tenant_id = $1 AND anomalies.start >= $2 AND series.zone_id IS NOT NULL GROUP BY series.zone_id
            """,
            [session.tenant, start.sql]
        ) { counts[$0.id(0)] = $0.int(1) }
        return counts
    }
}
