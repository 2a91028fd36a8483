public import GridModel

/// Which stretches of which series the rollups have not caught up with.
///
/// Marked in the transaction that stores the readings, so none is forgotten; a mark is cleared
/// only if nothing was added to it while it was worked on.
public struct StaleRollupRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Widens the series' mark by `span`.
    public func mark(_ series: SeriesID, _ span: TimeSpan) throws {
        try mark([(series, span)])
    }

    /// Widens the marks of many series.
    ///
    /// Changes are numbered from one counter that never restarts: a mark made after another was
    /// cleared must not look like the cleared one to a rebuild that still remembers it.
    public func mark(_ changes: [(series: SeriesID, span: TimeSpan)]) throws {
        guard !changes.isEmpty else { return }
        let first = try IdentifierCounter(session: session).next(
            "stale rollup", count: changes.count, as: Identifier<StaleRollup>.self)
        try session.connection.runMany(
            """
            INSERT INTO stale_rollups (tenant_id, series_id, from_start, to_start, change) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, series_id) DO UPDATE SET
                from_start = CASE WHEN excluded.from_start < stale_rollups.from_start
                    THEN excluded.from_start ELSE stale_rollups.from_start END,
                to_start = CASE WHEN excluded.to_start > stale_rollups.to_start
                    THEN excluded.to_start ELSE stale_rollups.to_start END,
                change = excluded.change
            """,
            changes.enumerated().map { index, change in
                [
                    session.tenant, change.series.sql, change.span.start.sql, change.span.end.sql,
                    (first.rawValue + Int64(index)).sql,
                ]
            })
    }

    public func all() throws -> [StaleRollup] {
        try session.connection.rows(
            "SELECT series_id, from_start, to_start, change FROM stale_rollups WHERE tenant_id = $1 ORDER BY series_id",
            [session.tenant]
        ) {
            StaleRollup(
                series: $0.id(0), span: TimeSpan(start: $0.timestamp(1), end: $0.timestamp(2)), change: $0.integer(3))
        }
    }

    public func count() throws -> Int {
        try session.connection.firstRow("SELECT COUNT(*) FROM stale_rollups WHERE tenant_id = $1", [session.tenant]) {
            $0.int(0)
        } ?? 0
    }

    /// Clears the mark, unless it has changed since it was read.
    public func clear(_ stale: StaleRollup) throws {
        try session.connection.run(
            "DELETE FROM stale_rollups WHERE tenant_id = $1 AND series_id = $2 AND change = $3",
            [session.tenant, stale.series.sql, stale.change.sql]
        )
    }
}

/// A stretch of a series whose rollups are out of date.
public struct StaleRollup: Hashable, Sendable {
    public let series: SeriesID
    public let span: TimeSpan
    let change: Int64
}
