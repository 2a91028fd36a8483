public import GridModel

/// What people and estimates have changed, value by value: the audit, and what a revert puts back.
public struct EditRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// - Parameter values: ascending; a revert of what others lie over or have replaced changes none.
    public func insert(_ edit: NewEdit, _ values: [EditedValue]) throws -> EditID {
        let id = try IdentifierCounter(session: session).next("edit", as: EditID.self)
        try session.connection.run(
            """
            INSERT INTO edits (tenant_id, edit_id, series_id, kind, start, end_at, method, reason, actor, request_id,
                made_at, value_count, before_count, reverts)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """,
            [
                session.tenant, id.sql, edit.series.sql, edit.kind.rawValue.sql, edit.span.start.sql,
                edit.span.end.sql, edit.method.sql, edit.reason.sql, edit.actor.sql, edit.requestID.sql,
                edit.madeAt.sql, values.count.sql, values.count { $0.old != nil }.sql, edit.reverts.sql,
            ])
        try session.connection.runMany(
            """
            INSERT INTO edit_values (tenant_id, edit_id, start, old_value, old_quality, new_value, new_quality)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            values.map {
                [
                    session.tenant, id.sql, $0.start.sql, ($0.old?.value).sql,
                    ($0.old?.quality.rawValue).map { Int64($0) }.sql, ($0.new?.value).sql,
                    ($0.new?.quality.rawValue).map { Int64($0) }.sql,
                ]
            })
        if let reverted = edit.reverts {
            try session.connection.run(
                "UPDATE edits SET reverted_by = $3 WHERE tenant_id = $1 AND edit_id = $2",
                [session.tenant, reverted.sql, id.sql])
        }
        return id
    }

    public func edit(_ id: EditID) throws -> StoredEdit? {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("edit_id =", id)
        return try edits(conditions, limit: 1).first
    }

    /// Newest first, before the one last seen.
    public func list(series: SeriesID?, kind: EditKind?, before: EditID?, limit: Int) throws -> [StoredEdit] {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("series_id =", series)
        conditions.add("kind =", kind?.rawValue)
        conditions.add("edit_id <", before)
        return try edits(conditions, limit: limit)
    }

    /// Whether an estimate of a stretch was taken back: it is not made again.
    public func wasReverted(_ series: SeriesID, overlapping span: TimeSpan) throws -> Bool {
        try session.connection.firstRow(
            """
            SELECT 1 FROM edits WHERE tenant_id = $1 AND series_id = $2 AND kind = 'estimate'
            AND reverted_by IS NOT NULL AND start < $3 AND end_at > $4 LIMIT 1
            """,
            [session.tenant, series.sql, span.end.sql, span.start.sql]
        ) { _ in true } ?? false
    }

    /// Ascending.
    public func values(of id: EditID) throws -> [EditedValue] {
        try session.connection.rows(
            """
            SELECT start, old_value, old_quality, new_value, new_quality FROM edit_values
            WHERE tenant_id = $1 AND edit_id = $2 ORDER BY start
            """,
            [session.tenant, id.sql], Self.value)
    }

    /// What was changed of a series' intervals that begin in a stretch: ascending by interval, of each the oldest first.
    public func history(of series: SeriesID, in span: TimeSpan) throws -> [NotedEdit] {
        try session.connection.rows(
            """
            SELECT v.start, v.old_value, v.old_quality, v.new_value, v.new_quality, e.edit_id, e.kind, e.reverted_by
            FROM edits e JOIN edit_values v ON v.tenant_id = e.tenant_id AND v.edit_id = e.edit_id
            WHERE e.tenant_id = $1 AND e.series_id = $2 AND e.end_at > $3 AND e.start < $4
            AND v.start >= $3 AND v.start < $4 ORDER BY v.start, v.edit_id
            """,
            [session.tenant, series.sql, span.start.sql, span.end.sql]
        ) { row in
            NotedEdit(
                edit: row.id(5), kind: try Self.kind(row.text(6)), revertedBy: row.optionalID(7),
                value: try Self.value(row))
        }
    }

    private static func kind(_ name: String) throws -> EditKind {
        guard let kind = EditKind(rawValue: name) else {
            throw DatabaseError(.corrupt, detail: "There is no kind of edit “\(name)”.")
        }
        return kind
    }

    private static func value(_ row: any SQLRow) throws -> EditedValue {
        func reading(_ column: Int) throws -> Reading? {
            guard !row.isNull(column + 1) else { return nil }
            return Reading(
                start: row.timestamp(0), value: row.optionalReal(column) ?? .nan,
                quality: try row.quality(column + 1))
        }
        return EditedValue(start: row.timestamp(0), old: try reading(1), new: try reading(3))
    }

    private func edits(_ given: SQLConditions, limit: Int) throws -> [StoredEdit] {
        var conditions = given
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            """
            SELECT edit_id, series_id, kind, start, end_at, method, reason, actor, request_id, made_at, value_count,
                before_count, reverts, reverted_by FROM edits
            """ + conditions.sql + " ORDER BY edit_id DESC LIMIT " + last, conditions.arguments
        ) { row in
            StoredEdit(
                id: row.id(0),
                edit: NewEdit(
                    series: row.id(1), kind: try Self.kind(row.text(2)),
                    span: TimeSpan(start: row.timestamp(3), end: row.timestamp(4)),
                    method: row.text(5), reason: row.text(6), actor: row.text(7), requestID: row.optionalText(8),
                    madeAt: row.timestamp(9), reverts: row.optionalID(12)),
                valueCount: row.int(10), beforeCount: row.int(11), revertedBy: row.optionalID(13))
        }
    }
}

public enum EditKind: String, CaseIterable, Sendable {
    case edit
    case estimate
    case revert
}

public struct NewEdit: Hashable, Sendable {
    public let series: SeriesID
    public let kind: EditKind
    public let span: TimeSpan
    /// `values` for values that somebody gave, else the name of the method.
    public let method: String
    public let reason: String
    public let actor: String
    public let requestID: String?
    public let madeAt: Timestamp
    public let reverts: EditID?

    public init(
        series: SeriesID, kind: EditKind, span: TimeSpan, method: String, reason: String, actor: String,
        requestID: String?, madeAt: Timestamp, reverts: EditID? = nil
    ) {
        self.series = series
        self.kind = kind
        self.span = span
        self.method = method
        self.reason = reason
        self.actor = actor
        self.requestID = requestID
        self.madeAt = madeAt
        self.reverts = reverts
    }
}

public struct StoredEdit: Hashable, Sendable {
    public let id: EditID
    public let edit: NewEdit
    public let valueCount: Int
    /// How many of the intervals had a value before.
    public let beforeCount: Int
    public let revertedBy: EditID?
}

/// What stood at an interval before and after; nil: nothing.
public struct EditedValue: Hashable, Sendable {
    public let start: Timestamp
    public let old: Reading?
    public let new: Reading?

    public init(start: Timestamp, old: Reading?, new: Reading?) {
        self.start = start
        self.old = old
        self.new = new
    }
}

/// What an edit, estimate or revert changed at one interval.
public struct NotedEdit: Hashable, Sendable {
    public let edit: EditID
    public let kind: EditKind
    /// Of an edit or estimate that was taken back.
    public let revertedBy: EditID?
    public let value: EditedValue
}
