public import GridModel

/// Issued forecasts: runs, and each run's quantiles by series and target hour.
public struct ForecastRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// - Parameter isBackfilled: whether it was computed after its hours, not issued before them.
    /// - Returns: nil when there is a run of that kind and issue time already.
    public func insertRun(
        kind: String, issuedAt: Timestamp, model: ModelVersionID?, createdAt: Timestamp, isBackfilled: Bool
    ) throws -> ForecastRunID? {
        guard try run(kind: kind, issuedAt: issuedAt) == nil else { return nil }
        let id = try IdentifierCounter(session: session).next("forecast_run", as: ForecastRunID.self)
        try session.connection.run(
            """
            INSERT INTO forecast_runs (tenant_id, run_id, issued_at, kind, model_id, created_at, is_backfilled)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [session.tenant, id.sql, issuedAt.sql, kind.sql, model.sql, createdAt.sql, isBackfilled.sql]
        )
        return id
    }

    public func run(kind: String, issuedAt: Timestamp) throws -> ForecastRunID? {
        try session.connection.firstRow(
            "SELECT run_id FROM forecast_runs WHERE tenant_id = $1 AND kind = $2 AND issued_at = $3",
            [session.tenant, kind.sql, issuedAt.sql]
        ) { $0.id(0) }
    }

    public func insertSeries(
        _ series: SeriesID, run: ForecastRunID, fallbackReason: String?, values: [StoredQuantiles]
    ) throws {
        try session.connection.run(
            """
            INSERT INTO forecast_series (tenant_id, run_id, series_id, is_fallback, fallback_reason) VALUES ($1, $2, $3, $4, $5)
            """,
            [session.tenant, run.sql, series.sql, (fallbackReason != nil).sql, fallbackReason.sql]
        )
        try session.connection.runMany(
            """
            INSERT INTO forecast_values (tenant_id, series_id, run_id, target_start, p10, p50, p90)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            values.map { value in
                [session.tenant, series.sql, run.sql, value.start.sql, value.p10.sql, value.p50.sql, value.p90.sql]
            }
        )
    }

    /// Removes the oldest rolling runs that were issued before a moment, with all their values.
    /// - Parameter limit: how many runs at most: what is left goes the next time.
    /// - Returns: how many went.
    @discardableResult
    public func removeRolling(issuedBefore moment: Timestamp, limit: Int) throws -> Int {
        let runs = try session.connection.rows(
            """
            SELECT run_id FROM forecast_runs WHERE tenant_id = $1 AND kind = 'rolling' AND issued_at < $2
            ORDER BY issued_at LIMIT $3
            """,
            [session.tenant, moment.sql, limit.sql]
        ) { $0.id(0, as: ForecastRunID.self) }
        for run in runs {
            let key = [session.tenant, run.sql]
            try session.connection.run(
                """
                DELETE FROM forecast_values WHERE tenant_id = $1 AND run_id = $2 AND series_id IN (
                    SELECT series_id FROM forecast_series WHERE tenant_id = $1 AND run_id = $2)
                """, key)
            try session.connection.run("DELETE FROM forecast_series WHERE tenant_id = $1 AND run_id = $2", key)
            try session.connection.run("DELETE FROM forecast_runs WHERE tenant_id = $1 AND run_id = $2", key)
        }
        return runs.count
    }

    /// The latest run for a series issued at or before a moment.
    public func latestRun(of series: SeriesID, at moment: Timestamp) throws -> StoredForecastRun? {
        try session.connection.firstRow(
            """
            SELECT runs.run_id, runs.issued_at, runs.kind, runs.model_id, own.is_fallback, own.fallback_reason,
                runs.is_backfilled
            FROM forecast_runs AS runs JOIN forecast_series AS own
            ON own.tenant_id = runs.tenant_id AND own.run_id = runs.run_id AND own.series_id = $2
            WHERE runs.tenant_id = $1 AND runs.issued_at <= $3 ORDER BY runs.issued_at DESC, runs.run_id DESC LIMIT 1
            """,
            [session.tenant, series.sql, moment.sql]
        ) {
            StoredForecastRun(
                id: $0.id(0), issuedAt: $0.timestamp(1), kind: $0.text(2), model: $0.optionalID(3),
                isFallback: $0.bool(4), fallbackReason: $0.optionalText(5), isBackfilled: $0.bool(6))
        }
    }

    public func values(of series: SeriesID, run: ForecastRunID) throws -> [StoredQuantiles] {
        try session.connection.rows(
            """
            SELECT target_start, p10, p50, p90 FROM forecast_values
            WHERE tenant_id = $1 AND series_id = $2 AND run_id = $3 ORDER BY target_start
            """,
            [session.tenant, series.sql, run.sql]
        ) { StoredQuantiles(start: $0.timestamp(0), p10: $0.real(1), p50: $0.real(2), p90: $0.real(3)) }
    }

    /// Day-ahead forecasts of the hours in a span, with when they were issued: for each hour the latest one.
    /// (On a day of 23 hours, the last hour of its forecast is the first of the next day's.)
    public func dayAhead(of series: SeriesID, in span: TimeSpan) throws -> [StoredPastForecast] {
        var latest: [StoredPastForecast] = []
        try session.connection.forEachRow(
            """
            SELECT own.target_start, own.p10, own.p50, own.p90, runs.issued_at, runs.is_backfilled
            FROM forecast_runs AS runs JOIN forecast_values AS own
            ON own.tenant_id = runs.tenant_id AND own.run_id = runs.run_id AND own.series_id = $2
            WHERE runs.tenant_id = $1 AND runs.kind = 'dayAhead' AND runs.issued_at > $3 AND runs.issued_at < $4
            AND own.target_start >= $5 AND own.target_start < $4 ORDER BY own.target_start, runs.issued_at
            """,
            [session.tenant, series.sql, (span.start - 2 * 86_400).sql, span.end.sql, span.start.sql]
        ) { row in
            let forecast = StoredPastForecast(
                quantiles: StoredQuantiles(
                    start: row.timestamp(0), p10: row.real(1), p50: row.real(2), p90: row.real(3)),
                issuedAt: row.timestamp(4), isBackfilled: row.bool(5))
            if latest.last?.quantiles.start == forecast.quantiles.start { latest.removeLast() }
            latest.append(forecast)
        }
        return latest
    }
}

/// Three quantiles of one target hour, in the series' unit.
public struct StoredQuantiles: Hashable, Sendable {
    public let start: Timestamp
    public let p10: Double
    public let p50: Double
    public let p90: Double

    public init(start: Timestamp, p10: Double, p50: Double, p90: Double) {
        self.start = start
        self.p10 = p10
        self.p50 = p50
        self.p90 = p90
    }
}

/// A run as it stands for one series.
public struct StoredForecastRun: Hashable, Sendable {
    public let id: ForecastRunID
    public let issuedAt: Timestamp
    /// `rolling` or `dayAhead`.
    public let kind: String
    public let model: ModelVersionID?
    public let isFallback: Bool
    public let fallbackReason: String?
    /// Whether it was computed after its hours, not issued before them.
    public let isBackfilled: Bool
}

/// A day-ahead forecast of one hour, and when it was made.
public struct StoredPastForecast: Hashable, Sendable {
    public let quantiles: StoredQuantiles
    public let issuedAt: Timestamp
    public let isBackfilled: Bool
}
