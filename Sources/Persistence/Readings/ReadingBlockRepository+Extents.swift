public import GridModel

/// How much there is of each series: kept beside the blocks, in the transaction that stores them, so that
/// nothing has to be summed over years of blocks to be shown.
extension ReadingBlockRepository {
    /// Notes what a delivery has added. Readings are taken away with a damaged block, then `recount`, and
    /// by retention, then `shrink`.
    /// - Parameters:
    ///   - inserted: how many readings are new; revisions do not count.
    ///   - first: the interval starts stored between which the delivery lies.
    public func extend(_ series: SeriesID, by inserted: Int, first: Timestamp, last: Timestamp) throws {
        try extend([(series, inserted, first, last)])
    }

    /// Notes what a delivery has added to many series.
    public func extend(
        _ deliveries: [(series: SeriesID, inserted: Int, first: Timestamp, last: Timestamp)]
    ) throws {
        try session.connection.runMany(
            """
            INSERT INTO series_extents (tenant_id, series_id, reading_count, first_start, last_start)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, series_id) DO UPDATE SET
                reading_count = series_extents.reading_count + excluded.reading_count,
                first_start = CASE WHEN excluded.first_start < series_extents.first_start
                    THEN excluded.first_start ELSE series_extents.first_start END,
                last_start = CASE WHEN excluded.last_start > series_extents.last_start
                    THEN excluded.last_start ELSE series_extents.last_start END
            """,
            deliveries.map { [session.tenant, $0.series.sql, $0.inserted.sql, $0.first.sql, $0.last.sql] }
        )
    }

    /// Counts a series' blocks anew.
    func recount(_ series: SeriesID) throws {
        try session.connection.run(
            "DELETE FROM series_extents WHERE tenant_id = $1 AND series_id = $2", [session.tenant, series.sql])
        try session.connection.run(
            """
            INSERT INTO series_extents (tenant_id, series_id, reading_count, first_start, last_start)
            SELECT tenant_id, series_id, SUM(reading_count), MIN(first_start), MAX(last_start) FROM reading_blocks
            WHERE tenant_id = $1 AND series_id = $2 GROUP BY tenant_id, series_id
            """,
            [session.tenant, series.sql])
    }

    /// Notes that the oldest blocks, with so many readings, were deleted.
    func shrink(_ series: SeriesID, by readings: Int) throws {
        let first = try session.connection.firstRow(
            "SELECT first_start FROM reading_blocks WHERE tenant_id = $1 AND series_id = $2 ORDER BY span_start LIMIT 1",
            [session.tenant, series.sql]
        ) { $0.timestamp(0) }
        guard let first else {
            try session.connection.run(
                "DELETE FROM series_extents WHERE tenant_id = $1 AND series_id = $2", [session.tenant, series.sql])
            return
        }
        try session.connection.run(
            """
            UPDATE series_extents SET reading_count = reading_count - $3, first_start = $4
            WHERE tenant_id = $1 AND series_id = $2
            """,
            [session.tenant, series.sql, readings.sql, first.sql])
    }

    /// What there is of a series; nil when there is nothing.
    public func extent(of series: SeriesID) throws -> SeriesExtent? {
        try session.connection.firstRow(
            "SELECT reading_count, first_start, last_start FROM series_extents WHERE tenant_id = $1 AND series_id = $2",
            [session.tenant, series.sql]
        ) { SeriesExtent(count: $0.int(0), first: $0.timestamp(1), last: $0.timestamp(2)) }
    }

    /// The greatest interval start of any series; nil when there is no reading.
    public func latestStart() throws -> Timestamp? {
        try session.connection.firstRow(
            "SELECT MAX(last_start) FROM series_extents WHERE tenant_id = $1", [session.tenant]
        ) { $0.optionalTimestamp(0) } ?? nil
    }

    public func totalCount() throws -> Int {
        try session.connection.firstRow(
            "SELECT COALESCE(SUM(reading_count), 0) FROM series_extents WHERE tenant_id = $1", [session.tenant]
        ) { $0.int(0) } ?? 0
    }
}

/// How many readings a series has, and between which interval starts.
public struct SeriesExtent: Hashable, Sendable {
    public let count: Int
    public let first: Timestamp
    public let last: Timestamp
}
