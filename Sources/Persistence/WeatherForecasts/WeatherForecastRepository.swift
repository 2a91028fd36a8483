public import GridModel
public import Telemetry

/// Forecasts of weather and air quality as they came in: for each series, what was known from when on.
///
/// Providers do not tell when a model was run, so a forecast counts from the moment it had arrived here
/// (`availableAt`): nothing that looks back can then see what was not known yet.
public struct WeatherForecastRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Stores a forecast, unless the one before says the same of every hour that this one has.
    /// - Parameter block: at most `BlockCodec.maximumCount` hours; empty ones are not stored.
    /// - Returns: whether it was stored.
    /// - Throws: `DatabaseError`, `BlockCodecError`
    @discardableResult
    public func store(_ block: ReadingBlock, of series: SeriesID, availableAt: Timestamp) throws -> Bool {
        guard !block.isEmpty else { return false }
        if let before = try known(series, at: availableAt)?.block, Self.repeats(block, before) { return false }
        let encoded = try BlockCodec.encode(block)
        try session.connection.run(
            """
            INSERT INTO weather_forecasts (tenant_id, series_id, available_at, first_start, last_start, value_count, payload)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (tenant_id, series_id, available_at) DO UPDATE SET first_start = excluded.first_start,
                last_start = excluded.last_start, value_count = excluded.value_count, payload = excluded.payload
            """,
            [
                session.tenant, series.sql, availableAt.sql, encoded.summary.firstStart.sql,
                encoded.summary.lastStart.sql, block.count.sql, encoded.payload.sql,
            ]
        )
        return true
    }

    /// The forecast that was the latest one at a moment, whole: hours that had begun by then are in it as they were
    /// foreseen.
    /// - Throws: `DatabaseError`, `BlockCodecError` when its bytes are damaged.
    public func known(_ series: SeriesID, at moment: Timestamp) throws -> StoredWeatherForecast? {
        try session.connection.firstRow(
            """
            SELECT available_at, payload FROM weather_forecasts
            WHERE tenant_id = $1 AND series_id = $2 AND available_at <= $3 ORDER BY available_at DESC LIMIT 1
            """,
            [session.tenant, series.sql, moment.sql]
        ) { row in
            StoredWeatherForecast(
                availableAt: row.timestamp(0), block: try row.withBlob(1) { try BlockCodec.decode($0) })
        }
    }

    /// Removes the oldest forecasts that came in before a moment.
    /// - Parameter limit: how many at most: what is left goes the next time.
    /// - Returns: how many went.
    @discardableResult
    public func remove(before moment: Timestamp, limit: Int) throws -> Int {
        let keys = try session.connection.rows(
            """
            SELECT series_id, available_at FROM weather_forecasts WHERE tenant_id = $1 AND available_at < $2
            ORDER BY available_at LIMIT $3
            """,
            [session.tenant, moment.sql, limit.sql]
        ) { [session.tenant, SQLValue.integer($0.integer(0)), .integer($0.integer(1))] }
        return try session.connection.runMany(
            "DELETE FROM weather_forecasts WHERE tenant_id = $1 AND series_id = $2 AND available_at = $3", keys)
    }

    /// Whether every hour of `block` stands in `before` with the same value.
    private static func repeats(_ block: ReadingBlock, _ before: ReadingBlock) -> Bool {
        zip(block.starts, block.values).allSatisfy { start, value in
            before.index(of: start).map { before.values[$0] == value } ?? false
        }
    }
}

/// A forecast and when it had arrived.
public struct StoredWeatherForecast: Sendable {
    public let availableAt: Timestamp
    /// Hours to come then, in the series' unit, of quality `calculated`.
    public let block: ReadingBlock
}
