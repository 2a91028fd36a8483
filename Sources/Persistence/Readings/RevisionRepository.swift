public import GridModel
public import Telemetry

/// What stored values were before they were replaced, when, and by whom.
public struct RevisionRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func append(_ revision: ReadingRevision, of series: SeriesID, at now: Timestamp, source: String) throws {
        try session.connection.run(
            """
            INSERT INTO reading_revisions (tenant_id, series_id, start, revision, revised_at, source, old_value, old_quality,
                new_value, new_quality)
            SELECT $1, $2, $3, COALESCE(MAX(revision), 0) + 1, $4, $5, $6, $7, $8, $9 FROM reading_revisions
            WHERE tenant_id = $1 AND series_id = $2 AND start = $3
            """,
            [
                session.tenant, series.sql, revision.start.sql, now.sql, source.sql, revision.oldValue.sql,
                Int64(revision.oldQuality.rawValue).sql, revision.newValue.sql,
                Int64(revision.newQuality.rawValue).sql,
            ]
        )
    }

    /// The oldest first, at most `limit`.
    public func revisions(of series: SeriesID, in span: TimeSpan, limit: Int) throws -> [StoredRevision] {
        try session.connection.rows(
            """
            SELECT start, revision, revised_at, source, old_value, old_quality, new_value, new_quality FROM reading_revisions
            WHERE tenant_id = $1 AND series_id = $2 AND start >= $3 AND start < $4 ORDER BY start, revision LIMIT $5
            """,
            [session.tenant, series.sql, span.start.sql, span.end.sql, limit.sql]
        ) { row in
            StoredRevision(
                revision: ReadingRevision(
                    start: row.timestamp(0), oldValue: row.real(4), oldQuality: try row.quality(5),
                    newValue: row.real(6), newQuality: try row.quality(7)),
                number: row.int(1), revisedAt: row.timestamp(2), source: row.text(3))
        }
    }
}

/// One replacement of a stored value.
public struct StoredRevision: Hashable, Sendable {
    public let revision: ReadingRevision
    /// Counts from 1 for each interval.
    public let number: Int
    public let revisedAt: Timestamp
    public let source: String
}
