public import GridModel
public import Telemetry

/// What stored values were before they were replaced, when, and by whom.
public struct RevisionRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func append(_ revision: ReadingRevision, of series: SeriesID, at now: Timestamp, source: String) throws {
        try append([RevisionNote(revision: revision, series: series, at: now, source: source)])
    }

    /// Adds revisions in the order they happened.
    public func append(_ notes: [RevisionNote]) throws {
        try session.connection.runMany(
            """
            INSERT INTO reading_revisions (tenant_id, series_id, start, revision, revised_at, source, old_value, old_quality,
                new_value, new_quality)
            SELECT $1, $2, $3, COALESCE(MAX(revision), 0) + 1, $4, $5, $6, $7, $8, $9 FROM reading_revisions
            WHERE tenant_id = $1 AND series_id = $2 AND start = $3
            """,
            notes.map { note in
                [
                    session.tenant, note.series.sql, note.revision.start.sql, note.at.sql, note.source.sql,
                    note.revision.oldValue.sql, Int64(note.revision.oldQuality.rawValue).sql,
                    note.revision.newValue.sql, Int64(note.revision.newQuality.rawValue).sql,
                ]
            })
    }

    /// By interval, then in the order they happened; those after the position of the last one seen.
    /// - Parameters:
    ///   - from: nil: from the beginning.
    ///   - to: nil: to the end.
    public func revisions(
        of series: SeriesID, from: Timestamp? = nil, to: Timestamp? = nil,
        after: (start: Timestamp, number: Int)? = nil, limit: Int
    ) throws -> [StoredRevision] {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("series_id =", series)
        conditions.add("start >=", from)
        conditions.add("start <", to)
        if let after {
            let start = conditions.parameter(after.start)
            let number = conditions.parameter(after.number)
            conditions.add("start >= " + start + " AND (start > " + start + " OR revision > " + number + ")")
        }
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            """
            SELECT start, revision, revised_at, source, old_value, old_quality, new_value, new_quality
            FROM reading_revisions
            """ + conditions.sql + " ORDER BY start, revision LIMIT " + last,
            conditions.arguments
        ) { row in
            StoredRevision(
                revision: ReadingRevision(
                    start: row.timestamp(0), oldValue: row.optionalReal(4) ?? .nan, oldQuality: try row.quality(5),
                    newValue: row.optionalReal(6) ?? .nan, newQuality: try row.quality(7)),
                number: row.int(1), revisedAt: row.timestamp(2), source: row.text(3))
        }
    }
}

/// A replacement of a stored value, to be kept.
public struct RevisionNote: Hashable, Sendable {
    let revision: ReadingRevision
    let series: SeriesID
    let at: Timestamp
    let source: String

    /// - Parameters:
    ///   - at: when the new value was accepted.
    ///   - source: who brought it.
    public init(revision: ReadingRevision, series: SeriesID, at: Timestamp, source: String) {
        self.revision = revision
        self.series = series
        self.at = at
        self.source = source
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
