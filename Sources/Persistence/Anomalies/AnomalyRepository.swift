public import GridModel

/// The tenant's anomalies.
public struct AnomalyRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// No finding is longer: what began before can only be over.
    private static let longestDays: Int64 = 61

    /// How many were going on at or after a moment, by the zone of their series.
    public func countByZone(since moment: Timestamp) throws -> [ZoneID: Int] {
        var counts: [ZoneID: Int] = [:]
        try session.connection.forEachRow(
            """
            SELECT series.zone_id, COUNT(*) FROM anomalies JOIN series
            ON series.tenant_id = anomalies.tenant_id AND series.series_id = anomalies.series_id
            WHERE anomalies.tenant_id = $1 AND anomalies.start >= $2 AND anomalies.end_at > $3
                AND series.zone_id IS NOT NULL GROUP BY series.zone_id
            """,
            [session.tenant, (moment - Self.longestDays * 86_400).sql, moment.sql]
        ) { counts[$0.id(0)] = $0.int(1) }
        return counts
    }

    /// When the first finding of a series that ends after a moment began; nil without one.
    public func firstStart(of series: SeriesID, endingAfter moment: Timestamp) throws -> Timestamp? {
        try session.connection.firstRow(
            "SELECT start FROM anomalies WHERE tenant_id = $1 AND series_id = $2 AND end_at > $3 ORDER BY start LIMIT 1",
            [session.tenant, series.sql, moment.sql]
        ) { $0.timestamp(0) }
    }

    /// Stores a finding. One that overlaps an earlier finding of the series takes its place: events grow
    /// as hours come in. It keeps the number and the moment of the first.
    /// - Returns: its number, and whether it is new.
    @discardableResult
    public func upsert(_ anomaly: StoredAnomaly) throws -> (AnomalyID, isNew: Bool) {
        let known = try session.connection.firstRow(
            "SELECT anomaly_id, detected_at FROM anomalies WHERE tenant_id = $1 AND series_id = $2 AND start < $3 AND end_at > $4 "
                + "ORDER BY start LIMIT 1",
            [session.tenant, anomaly.series.sql, anomaly.span.end.sql, anomaly.span.start.sql]
        ) { (id: $0.id(0, as: AnomalyID.self), detectedAt: $0.timestamp(1)) }
        try session.connection.run(
            "DELETE FROM anomalies WHERE tenant_id = $1 AND series_id = $2 AND start < $3 AND end_at > $4",
            [session.tenant, anomaly.series.sql, anomaly.span.end.sql, anomaly.span.start.sql])
        let id = try known?.id ?? IdentifierCounter(session: session).next("anomaly", as: AnomalyID.self)
        try session.connection.run(
            """
            INSERT INTO anomalies (tenant_id, anomaly_id, series_id, start, end_at, kind, score, threshold, actual, expected,
                expected_low, expected_high, reason, model_id, detected_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            [
                session.tenant, id.sql, anomaly.series.sql, anomaly.span.start.sql, anomaly.span.end.sql,
                anomaly.kind.sql, anomaly.score.sql, anomaly.threshold.sql, anomaly.actual.sql, anomaly.expected.sql,
                anomaly.expectedLow.sql, anomaly.expectedHigh.sql, anomaly.reason.sql, anomaly.model.sql,
                (known?.detectedAt ?? anomaly.detectedAt).sql,
            ]
        )
        return (id, known == nil)
    }

    /// Newest first; those that overlap [from, to), after the position of the last one seen.
    public func list(
        zone: ZoneID? = nil, series: SeriesID? = nil, kind: String? = nil,
        from: Timestamp? = nil, to: Timestamp? = nil, after: (start: Timestamp, id: AnomalyID)? = nil, limit: Int
    ) throws -> [DescribedAnomaly] {
        var conditions = SQLConditions("found.tenant_id", session.tenant)
        conditions.add("series.zone_id =", zone)
        conditions.add("found.series_id =", series)
        conditions.add("found.kind =", kind)
        conditions.add("found.end_at >", from)
        conditions.add("found.start <", to)
        if let after {
            let start = conditions.parameter(after.start)
            let id = conditions.parameter(after.id)
            conditions.add(
                "found.start <= " + start + " AND (found.start < " + start + " OR found.anomaly_id < " + id + ")")
        }
        return try described(conditions, limit: limit)
    }

    public func anomaly(_ id: AnomalyID) throws -> DescribedAnomaly? {
        var conditions = SQLConditions("found.tenant_id", session.tenant)
        conditions.add("found.anomaly_id =", id)
        return try described(conditions, limit: 1).first
    }

    private func described(_ given: SQLConditions, limit: Int) throws -> [DescribedAnomaly] {
        var conditions = given
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            "SELECT " + SeriesRepository.columns + ", " + SeriesRepository.subjectName
                + """
                , found.anomaly_id, found.start, found.end_at, found.kind, found.score, found.threshold, found.actual,
                found.expected, found.expected_low, found.expected_high, found.reason, found.model_id, found.detected_at
                FROM anomalies AS found JOIN series
                ON series.tenant_id = found.tenant_id AND series.series_id = found.series_id
                """ + SeriesRepository.joinedSubject + conditions.sql
                + " ORDER BY found.start DESC, found.anomaly_id DESC LIMIT " + last,
            conditions.arguments
        ) { row in
            DescribedAnomaly(
                id: row.id(10),
                anomaly: StoredAnomaly(
                    series: row.id(0), span: TimeSpan(start: row.timestamp(11), end: row.timestamp(12)),
                    kind: row.text(13), score: row.real(14), threshold: row.real(15), actual: row.real(16),
                    expected: row.real(17), expectedLow: row.real(18), expectedHigh: row.real(19),
                    reason: row.text(20), model: row.id(21), detectedAt: row.timestamp(22)),
                series: try SeriesRepository.series(row), subjectName: row.optionalText(9))
        }
    }
}

/// A finding with its series and what that belongs to.
public struct DescribedAnomaly: Hashable, Sendable {
    public let id: AnomalyID
    public let anomaly: StoredAnomaly
    public let series: Series
    /// Nil when the subject is gone.
    public let subjectName: String?
}

/// Intervals of a series that its detector does not explain.
public struct StoredAnomaly: Hashable, Sendable {
    public let series: SeriesID
    public let span: TimeSpan
    public let kind: String
    public let score: Double
    public let threshold: Double
    public let actual: Double
    public let expected: Double
    public let expectedLow: Double
    public let expectedHigh: Double
    public let reason: String
    public let model: ModelVersionID
    public let detectedAt: Timestamp

    public init(
        series: SeriesID, span: TimeSpan, kind: String, score: Double, threshold: Double, actual: Double,
        expected: Double, expectedLow: Double, expectedHigh: Double, reason: String, model: ModelVersionID,
        detectedAt: Timestamp
    ) {
        self.series = series
        self.span = span
        self.kind = kind
        self.score = score
        self.threshold = threshold
        self.actual = actual
        self.expected = expected
        self.expectedLow = expectedLow
        self.expectedHigh = expectedHigh
        self.reason = reason
        self.model = model
        self.detectedAt = detectedAt
    }
}
