public import GridModel

/// The tenant's series.
public struct SeriesRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Stores a new series and numbers it.
    /// - Throws: `DatabaseError.uniqueViolation` when the external name is taken.
    public func insert(
        externalName: String, name: String, subject: Subject, zone: ZoneID?, quantity: Quantity, intervalSeconds: Int64,
        isDerived: Bool
    ) throws -> Series {
        let id = try IdentifierCounter(session: session).next("series", as: SeriesID.self)
        try session.connection.run(
            """
            INSERT INTO series (tenant_id, series_id, external_name, name, subject_kind, subject_id, zone_id, quantity,
                interval_seconds, is_derived)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                session.tenant, id.sql, externalName.sql, name.sql, subject.kind.rawValue.sql, subject.id.sql, zone.sql,
                quantity.rawValue.sql, intervalSeconds.sql, isDerived.sql,
            ]
        )
        return Series(
            id: id, externalName: externalName, name: name, subject: subject, zone: zone, quantity: quantity,
            intervalSeconds: intervalSeconds, isDerived: isDerived)
    }

    public func series(_ id: SeriesID) throws -> Series? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND series_id = $2", [session.tenant, id.sql], Self.series)
    }

    public func series(externalName: String) throws -> Series? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND external_name = $2", [session.tenant, externalName.sql],
            Self.series)
    }

    /// Those that match, in the order of their numbers, after `after`.
    public func list(
        subjectKind: SubjectKind? = nil, subjectID: Int64? = nil, zone: ZoneID? = nil, quantity: Quantity? = nil,
        isDerived: Bool? = nil, after: SeriesID? = nil, limit: Int = .max
    ) throws -> [Series] {
        try session.connection.rows(
            Self.select + """
                 WHERE tenant_id = $1 AND ($2 IS NULL OR subject_kind = $2) AND ($3 IS NULL OR subject_id = $3)
                AND ($4 IS NULL OR zone_id = $4) AND ($5 IS NULL OR quantity = $5) AND ($6 IS NULL OR is_derived = $6)
                AND series_id > $7 ORDER BY series_id LIMIT $8
                """,
            [
                session.tenant, (subjectKind?.rawValue).sql, subjectID.sql, zone.sql, (quantity?.rawValue).sql,
                isDerived.sql, (after?.rawValue ?? 0).sql, limit.sql,
            ],
            Self.series
        )
    }

    public func count() throws -> Int {
        try session.connection.firstRow("SELECT COUNT(*) FROM series WHERE tenant_id = $1", [session.tenant]) {
            $0.int(0)
        } ?? 0
    }

    private static let select: SQL = """
        SELECT series_id, external_name, name, subject_kind, subject_id, zone_id, quantity, interval_seconds, is_derived
        FROM series
        """

    private static func series(_ row: any SQLRow) throws -> Series {
        guard let kind = SubjectKind(rawValue: row.text(3)), let quantity = Quantity(rawValue: row.text(6)) else {
            throw DatabaseError(.corrupt, detail: "Series \(row.integer(0)) has an unknown subject or quantity.")
        }
        return Series(
            id: row.id(0), externalName: row.text(1), name: row.text(2), subject: Subject(kind: kind, id: row.integer(4)),
            zone: row.optionalID(5), quantity: quantity, intervalSeconds: row.integer(7), isDerived: row.bool(8))
    }
}
