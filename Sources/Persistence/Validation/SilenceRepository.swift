public import GridModel
public import Telemetry

/// Which series have fallen silent, and the findings that say so.
public struct SilenceRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Measured series whose last interval ended half an hour ago or more and that reported regularly until then: 24
    /// readings at least, for half of the intervals between the first and the last. Without those whose finding was
    /// dismissed or is up to date, and without the energies of registers, which are as silent as the register.
    ///
    /// - Parameter updatedBefore: a finding that reaches up to here need not be looked at again.
    /// - Returns: in the order of their numbers.
    public func candidates(
        at now: Timestamp, updatedBefore: Timestamp, after: SeriesID, limit: Int
    ) throws -> [SilentSeries] {
        try session.connection.rows(
            "SELECT " + SeriesRepository.columns
                + """
                , extents.last_start FROM series JOIN series_extents AS extents
                ON extents.tenant_id = series.tenant_id AND extents.series_id = series.series_id
                WHERE series.tenant_id = $1 AND series.series_id > $2 AND series.is_derived = 0
                AND extents.last_start + series.interval_seconds < $3 AND extents.reading_count >= 24
                AND extents.reading_count * series.interval_seconds * 2 >= extents.last_start - extents.first_start
                AND NOT EXISTS (SELECT 1 FROM findings AS found WHERE found.tenant_id = series.tenant_id
                    AND found.series_id = series.series_id AND found.kind = 'silence'
                    AND found.start = extents.last_start + series.interval_seconds
                    AND (found.state = 'dismissed' OR (found.state = 'open' AND found.end_at >= $4)))
                AND NOT EXISTS (SELECT 1 FROM register_energies AS energies
                    WHERE energies.tenant_id = series.tenant_id AND energies.energy_id = series.series_id)
                ORDER BY series.series_id LIMIT $5
                """,
            [session.tenant, after.sql, (now - 1800).sql, updatedBefore.sql, limit.sql]
        ) { row in
            SilentSeries(series: try SeriesRepository.series(row), lastStart: row.timestamp(9))
        }
    }

    /// Notes a silence, or how long it is by now. Of a series there is one open finding: a silence that began earlier
    /// has ended.
    public func note(_ finding: Finding, of series: SeriesID, version: Int, at now: Timestamp) throws {
        let id = try IdentifierCounter(session: session).next("finding", as: FindingID.self)
        try session.connection.run(
            """
            INSERT INTO findings (tenant_id, finding_id, series_id, kind, start, end_at, value, limit_value, detail,
                rule_version, found_at, state, state_changed_at)
            VALUES ($1, $2, $3, 'silence', $4, $5, $6, $7, $8, $9, $10, 'open', $10)
            ON CONFLICT (tenant_id, series_id, kind, start) DO UPDATE SET end_at = excluded.end_at,
                value = excluded.value, limit_value = excluded.limit_value, detail = excluded.detail,
                rule_version = excluded.rule_version,
                state = CASE WHEN findings.state = 'resolved' THEN 'open' ELSE findings.state END,
                state_changed_at = CASE WHEN findings.state = 'resolved' THEN excluded.state_changed_at
                    ELSE findings.state_changed_at END
            """,
            [
                session.tenant, id.sql, series.sql, finding.span.start.sql, finding.span.end.sql, finding.value.sql,
                finding.limit.sql, finding.detail.sql, version.sql, now.sql,
            ])
    }

    /// Resolves what is open of a series that the rule finds no fault with.
    public func resolve(_ series: SeriesID, at now: Timestamp) throws {
        try session.connection.run(
            """
            UPDATE findings SET state = 'resolved', state_changed_at = $3
            WHERE tenant_id = $1 AND series_id = $2 AND kind = 'silence' AND state = 'open'
            """,
            [session.tenant, series.sql, now.sql])
    }

    /// Whether a series with an open finding reports again.
    public func hasEnded() throws -> Bool {
        try session.connection.firstRow(
            "SELECT 1 FROM findings" + Self.ended + " LIMIT 1", [session.tenant]
        ) { _ in true } ?? false
    }

    /// Resolves the findings of series that report again.
    public func resolveEnded(at now: Timestamp) throws {
        try session.connection.run(
            "UPDATE findings SET state = 'resolved', state_changed_at = $2" + Self.ended, [session.tenant, now.sql])
    }

    private static let ended: SQL = """
         WHERE findings.tenant_id = $1 AND findings.kind = 'silence' AND findings.state = 'open'
        AND NOT EXISTS (SELECT 1 FROM series_extents AS extents WHERE extents.tenant_id = findings.tenant_id
            AND extents.series_id = findings.series_id AND extents.last_start < findings.start)
        """
}

/// A series that may have fallen silent.
public struct SilentSeries: Hashable, Sendable {
    public let series: Series
    public let lastStart: Timestamp
}
