public import GridModel

/// How many readings of a series' UTC hour came late: counted by ingest, only where there are any.
public struct LateReadingRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// - Parameter counts: by the start of the UTC hour.
    public func add(_ counts: [Timestamp: Int], of series: SeriesID) throws {
        guard !counts.isEmpty else { return }
        try session.connection.runMany(
            """
            INSERT INTO late_readings (tenant_id, series_id, hour_start, late_count) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, series_id, hour_start) DO UPDATE SET
                late_count = late_readings.late_count + excluded.late_count
            """,
            counts.sorted { $0.key < $1.key }.map { [session.tenant, series.sql, $0.key.sql, $0.value.sql] })
    }
}
