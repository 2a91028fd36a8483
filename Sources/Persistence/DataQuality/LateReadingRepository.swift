public import GridModel

/// How many readings of a series' UTC hour came late: counted by ingest, only where there are any.
public struct LateReadingRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func add(_ counts: [LateHour: Int]) throws {
        guard !counts.isEmpty else { return }
        try session.connection.runMany(
            """
            INSERT INTO late_readings (tenant_id, series_id, hour_start, late_count) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, series_id, hour_start) DO UPDATE SET
                late_count = late_readings.late_count + excluded.late_count
            """,
            counts.sorted { ($0.key.series, $0.key.start) < ($1.key.series, $1.key.start) }.map {
                [session.tenant, $0.key.series.sql, $0.key.start.sql, $0.value.sql]
            })
    }
}

/// A UTC hour of a series.
public struct LateHour: Hashable, Sendable {
    public let series: SeriesID
    public let start: Timestamp

    public init(series: SeriesID, start: Timestamp) {
        self.series = series
        self.start = start
    }
}
