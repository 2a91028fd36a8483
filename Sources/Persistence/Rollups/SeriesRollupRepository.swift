public import GridModel
public import Telemetry

/// Hourly and daily figures of single series, as rows that plain SQL reads.
public struct SeriesRollupRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Replaces all hours of `span` by these.
    public func replaceHours(of series: SeriesID, in span: TimeSpan, by buckets: [RollupBucket]) throws {
        try session.connection.run(
            "DELETE FROM series_hourly WHERE tenant_id = $1 AND series_id = $2 AND hour_start >= $3 AND hour_start < $4",
            [session.tenant, series.sql, span.start.sql, span.end.sql]
        )
        try session.connection.runMany(
            """
            INSERT INTO series_hourly (tenant_id, series_id, hour_start, reading_count, estimated_count, sum_value,
                min_value, max_value) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            buckets.map { bucket in
                [
                    session.tenant, series.sql, bucket.span.start.sql, bucket.count.sql, bucket.estimatedCount.sql,
                    bucket.sum.sql, bucket.minimum.sql, bucket.maximum.sql,
                ]
            }
        )
    }

    /// Replaces the local days from `first` through `last` by these. Days are their dates: a stored one may start
    /// elsewhere than today's rules of the time zone say.
    public func replaceDays(
        of series: SeriesID, from first: CivilDate, through last: CivilDate, by days: [DayBucket]
    ) throws {
        try session.connection.run(
            "DELETE FROM series_daily WHERE tenant_id = $1 AND series_id = $2 AND local_date >= $3 AND local_date <= $4",
            [session.tenant, series.sql, first.description.sql, last.description.sql]
        )
        try session.connection.runMany(
            """
            INSERT INTO series_daily (tenant_id, series_id, local_date, day_start, reading_count, estimated_count,
                sum_value, min_value, max_value) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            days.map { day in
                let bucket = day.bucket
                return [
                    session.tenant, series.sql, day.date.description.sql, bucket.span.start.sql, bucket.count.sql,
                    bucket.estimatedCount.sql, bucket.sum.sql, bucket.minimum.sql, bucket.maximum.sql,
                ]
            }
        )
    }
}
