public import GridModel

/// The tenant's anomalies.
public struct AnomalyRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// How many began since a moment, by the zone of their series.
    public func countByZone(since start: Timestamp) throws -> [ZoneID: Int] {
        var counts: [ZoneID: Int] = [:]
        try session.connection.forEachRow(
            """
            SELECT series.zone_id, COUNT(*) FROM anomalies JOIN series
            ON series.tenant_id = anomalies.tenant_id AND series.series_id = anomalies.series_id
            WHERE anomalies.tenant_id = $1 AND anomalies.start >= $2 AND series.zone_id IS NOT NULL GROUP BY series.zone_id
            """,
            [session.tenant, start.sql]
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
        id: AnomalyID? = nil, zone: ZoneID? = nil, series: SeriesID? = nil, kind: String? = nil,
        from: Timestamp? = nil, to: Timestamp? = nil, after: (start: Timestamp, id: AnomalyID)? = nil, limit: Int
    ) throws -> [(id: AnomalyID, anomaly: StoredAnomaly, zone: ZoneID?)] {
        try session.connection.rows(
            """
            SELECT found.anomaly_id, found.series_id, found.start, found.end_at, found.kind, found.score, found.threshold,
                found.actual, found.expected, found.expected_low, found.expected_high, found.reason, found.model_id,
                found.detected_at, series.zone_id
            FROM anomalies AS found JOIN series
            ON series.tenant_id = found.tenant_id AND series.series_id = found.series_id
            WHERE found.tenant_id = $1 AND ($2 IS NULL OR series.zone_id = $2) AND ($3 IS NULL OR found.series_id = $3)
            AND ($4 IS NULL OR found.end_at > $4) AND ($5 IS NULL OR found.start < $5)
            AND ($6 IS NULL OR found.start < $6 OR (found.start = $6 AND found.anomaly_id < $7))
            AND ($8 IS NULL OR found.kind = $8) AND ($9 IS NULL OR found.anomaly_id = $9)
            ORDER BY found.start DESC, found.anomaly_id DESC LIMIT $10
            """,
            [
                session.tenant, zone.sql, series.sql, from.sql, to.sql, (after?.start).sql, (after?.id).sql,
                kind.sql, id.sql, limit.sql,
            ]
        ) { row in
            (
                id: row.id(0),
                anomaly: StoredAnomaly(
                    series: row.id(1), span: TimeSpan(start: row.timestamp(2), end: row.timestamp(3)),
                    kind: row.text(4),
                    score: row.real(5), threshold: row.real(6), actual: row.real(7), expected: row.real(8),
                    expectedLow: row.real(9), expectedHigh: row.real(10), reason: row.text(11), model: row.id(12),
                    detectedAt: row.timestamp(13)),
                zone: row.optionalID(14)
            )
        }
    }
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
