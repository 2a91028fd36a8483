public import GridModel

/// Which stretches of which series have yet to be validated.
///
/// A mark is made of a rollup's mark in the transaction that clears that, so that ingest has nothing more to do and
/// nothing is forgotten; it is cleared only if nothing was added to it meanwhile.
public struct StaleValidationRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func mark(_ spans: [(series: SeriesID, span: TimeSpan)]) throws {
        guard !spans.isEmpty else { return }
        let first = try IdentifierCounter(session: session).next(
            "stale validation", count: spans.count, as: Identifier<StaleValidation>.self)
        try session.connection.runMany(
            """
            INSERT INTO stale_validations (tenant_id, series_id, from_start, to_start, change) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, series_id) DO UPDATE SET
                from_start = CASE WHEN excluded.from_start < stale_validations.from_start
                    THEN excluded.from_start ELSE stale_validations.from_start END,
                to_start = CASE WHEN excluded.to_start > stale_validations.to_start
                    THEN excluded.to_start ELSE stale_validations.to_start END,
                change = excluded.change
            """,
            spans.enumerated().map { index, one in
                [
                    session.tenant, one.series.sql, one.span.start.sql, one.span.end.sql,
                    (first.rawValue + Int64(index)).sql,
                ]
            })
    }

    /// In the order of their series.
    public func list(after: SeriesID = SeriesID(0), limit: Int) throws -> [StaleValidation] {
        try session.connection.rows(
            """
            SELECT series_id, from_start, to_start, change FROM stale_validations
            WHERE tenant_id = $1 AND series_id > $2 ORDER BY series_id LIMIT $3
            """,
            [session.tenant, after.sql, limit.sql]
        ) {
            StaleValidation(
                series: $0.id(0), span: TimeSpan(start: $0.timestamp(1), end: $0.timestamp(2)), change: $0.integer(3))
        }
    }

    public func count() throws -> Int {
        try session.connection.firstRow(
            "SELECT COUNT(*) FROM stale_validations WHERE tenant_id = $1", [session.tenant]
        ) { $0.int(0) } ?? 0
    }

    public func clear(_ stale: StaleValidation) throws {
        try session.connection.run(
            "DELETE FROM stale_validations WHERE tenant_id = $1 AND series_id = $2 AND change = $3",
            [session.tenant, stale.series.sql, stale.change.sql])
    }
}

/// A stretch of a series to be validated.
public struct StaleValidation: Hashable, Sendable {
    public let series: SeriesID
    public let span: TimeSpan
    let change: Int64
}
