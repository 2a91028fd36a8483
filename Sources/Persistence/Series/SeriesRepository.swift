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
            "SELECT " + Self.columns + " FROM series WHERE tenant_id = $1 AND series_id = $2",
            [session.tenant, id.sql], Self.series)
    }

    public func series(externalName: String) throws -> Series? {
        // No database keeps such a name, so none has it.
        guard !externalName.utf8.contains(0) else { return nil }
        return try session.connection.firstRow(
            "SELECT " + Self.columns + " FROM series WHERE tenant_id = $1 AND external_name = $2",
            [session.tenant, externalName.sql], Self.series)
    }

    /// Those that match, in the order of their numbers, after `after`.
    public func list(
        subjectKind: SubjectKind? = nil, subjectID: Int64? = nil, zone: ZoneID? = nil, quantity: Quantity? = nil,
        isDerived: Bool? = nil, after: SeriesID? = nil, limit: Int = .max
    ) throws -> [Series] {
        var conditions = conditions(subjectKind, subjectID, zone, quantity, after)
        conditions.add("series.is_derived =", isDerived)
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            "SELECT " + Self.columns + " FROM series" + conditions.sql + " ORDER BY series.series_id LIMIT " + last,
            conditions.arguments, Self.series)
    }

    /// Those that match, in the order of their numbers, after `after`, each with its subject's name and, when it is
    /// measured, with what there is of it.
    public func described(
        subjectKind: SubjectKind? = nil, subjectID: Int64? = nil, zone: ZoneID? = nil, quantity: Quantity? = nil,
        after: SeriesID? = nil, limit: Int = .max
    ) throws -> [DescribedSeries] {
        try described(conditions(subjectKind, subjectID, zone, quantity, after), limit: limit)
    }

    public func described(_ id: SeriesID) throws -> DescribedSeries? {
        var conditions = SQLConditions("series.tenant_id", session.tenant)
        conditions.add("series.series_id =", id)
        return try described(conditions, limit: 1).first
    }

    /// The measured series that belong to no zone.
    public func measuredOutsideZones() throws -> [DescribedSeries] {
        var conditions = SQLConditions("series.tenant_id", session.tenant)
        conditions.add("series.zone_id IS NULL")
        conditions.add("series.is_derived =", false)
        return try described(conditions, limit: .max)
    }

    /// The interval lengths of the series that exist, with few statements.
    public func intervalSeconds(of ids: [SeriesID]) throws -> [SeriesID: Int64] {
        guard let first = ids.min(), let last = ids.max() else { return [:] }
        let wanted = Set(ids)
        var found: [SeriesID: Int64] = [:]
        found.reserveCapacity(ids.count)
        // Where they lie close together, as meters that report together do, one walk is cheaper than many look-ups.
        if last.rawValue - first.rawValue < Int64(ids.count) * 10 {
            try session.connection.forEachRow(
                "SELECT series_id, interval_seconds FROM series WHERE tenant_id = $1 AND series_id >= $2 AND series_id <= $3",
                [session.tenant, first.sql, last.sql]
            ) { row in
                let id: SeriesID = row.id(0)
                if wanted.contains(id) { found[id] = row.integer(1) }
            }
            return found
        }
        for id in wanted {
            found[id] = try session.connection.firstRow(
                "SELECT interval_seconds FROM series WHERE tenant_id = $1 AND series_id = $2", [session.tenant, id.sql]
            ) { $0.integer(0) }
        }
        return found
    }

    public func count() throws -> Int {
        try session.connection.firstRow("SELECT COUNT(*) FROM series WHERE tenant_id = $1", [session.tenant]) {
            $0.int(0)
        } ?? 0
    }

    /// How many belong to subjects of a kind.
    public func count(_ kind: SubjectKind) throws -> Int {
        try session.connection.firstRow(
            "SELECT COUNT(*) FROM series WHERE tenant_id = $1 AND subject_kind = $2",
            [session.tenant, kind.rawValue.sql]
        ) { $0.int(0) } ?? 0
    }

    private func conditions(
        _ subjectKind: SubjectKind?, _ subjectID: Int64?, _ zone: ZoneID?, _ quantity: Quantity?, _ after: SeriesID?
    ) -> SQLConditions {
        var conditions = SQLConditions("series.tenant_id", session.tenant)
        conditions.add("series.subject_kind =", subjectKind?.rawValue)
        conditions.add("series.subject_id =", subjectID)
        conditions.add("series.zone_id =", zone)
        conditions.add("series.quantity =", quantity?.rawValue)
        conditions.add("series.series_id >", after)
        return conditions
    }

    private func described(_ given: SQLConditions, limit: Int) throws -> [DescribedSeries] {
        var conditions = given
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            "SELECT " + Self.columns + ", " + Self.subjectName
                + ", extents.reading_count, extents.first_start, extents.last_start FROM series" + Self.joinedSubject
                    + """
                     LEFT JOIN series_extents AS extents
                    ON extents.tenant_id = series.tenant_id AND extents.series_id = series.series_id
                    """ + conditions.sql + " ORDER BY series.series_id LIMIT " + last,
            conditions.arguments
        ) { row in
            DescribedSeries(
                series: try Self.series(row), subjectName: row.optionalText(9),
                extent: row.isNull(10)
                    ? nil : SeriesExtent(count: row.int(10), first: row.timestamp(11), last: row.timestamp(12)))
        }
    }

    /// Nine columns, as `series(_:)` reads them.
    static let columns: SQL = """
        series.series_id, series.external_name, series.name, series.subject_kind, series.subject_id, series.zone_id,
        series.quantity, series.interval_seconds, series.is_derived
        """
    static let subjectName: SQL = "COALESCE(zones.name, assets.name)"
    /// What a series belongs to: a zone, or an asset of any kind.
    static let joinedSubject: SQL = """
         LEFT JOIN zones ON series.subject_kind = 'zone' AND zones.tenant_id = series.tenant_id
        AND zones.zone_id = series.subject_id
        LEFT JOIN assets ON series.subject_kind <> 'zone' AND assets.tenant_id = series.tenant_id
        AND assets.asset_id = series.subject_id
        """

    static func series(_ row: any SQLRow) throws -> Series {
        guard let kind = SubjectKind(rawValue: row.text(3)), let quantity = Quantity(rawValue: row.text(6)) else {
            throw DatabaseError(.corrupt, detail: "Series \(row.integer(0)) has an unknown subject or quantity.")
        }
        return Series(
            id: row.id(0), externalName: row.text(1), name: row.text(2),
            subject: Subject(kind: kind, id: row.integer(4)),
            zone: row.optionalID(5), quantity: quantity, intervalSeconds: row.integer(7), isDerived: row.bool(8))
    }
}

/// A series, what its subject is called, and how much there is of it.
public struct DescribedSeries: Hashable, Sendable {
    public let series: Series
    /// Nil when the subject is gone.
    public let subjectName: String?
    /// Of a measured series; nil when there is nothing of it, and for derived ones.
    public let extent: SeriesExtent?
}
