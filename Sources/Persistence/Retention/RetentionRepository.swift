public import GridModel
import Telemetry

/// Counts and deletes what is older than it is kept. Every delete is bounded, so that its transaction is short.
public struct RetentionRepository {
    let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Measured and computed series alike, in the order of their numbers.
    public func series(after: SeriesID?, limit: Int) throws -> [(id: SeriesID, intervalSeconds: Int64)] {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("series_id >", after)
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            "SELECT series_id, interval_seconds FROM series" + conditions.sql + " ORDER BY series_id LIMIT " + last,
            conditions.arguments
        ) { ($0.id(0), $0.integer(1)) }
    }

    /// Every zone and feeder.
    public func areas() throws -> [Subject] {
        try ZoneRepository(session).ids().map { Subject.zone($0) }
            + AssetRepository(session).assets(of: [.feeder]).map { .asset(.feeder, $0.id) }
    }

    // MARK: By series

    public func stock(of table: RetainedTable, _ series: SeriesID, before: Timestamp) throws -> RetentionStock {
        try stock(of: table, conditions(of: table, series, before))
    }

    /// Deletes the oldest rows, about `limit` of them at most: what belongs to one moment goes at once.
    /// - Returns: how many.
    public func delete(
        from table: RetainedTable, _ series: SeriesID, before: Timestamp, limit: Int
    ) throws -> Int {
        let conditions = try bounded(conditions(of: table, series, before), of: table, limit: limit)
        guard table == .readingBlocks else { return try delete(from: table, conditions) }
        let readings =
            try session.connection.firstRow(
                "SELECT CAST(COALESCE(SUM(reading_count), 0) AS BIGINT) FROM reading_blocks" + conditions.sql,
                conditions.arguments
            ) { $0.int(0) } ?? 0
        let deleted = try delete(from: table, conditions)
        if deleted > 0 { try ReadingBlockRepository(session).shrink(series, by: readings) }
        return deleted
    }

    // MARK: By area

    public func stock(of table: RetainedTable, _ area: Subject, before: Timestamp) throws -> RetentionStock {
        try stock(of: table, conditions(of: table, area, before))
    }

    public func delete(from table: RetainedTable, _ area: Subject, before: Timestamp, limit: Int) throws -> Int {
        let deleted = try delete(from: table, bounded(conditions(of: table, area, before), of: table, limit: limit))
        if deleted > 0, table == .areaHourly {
            try AreaHourBlocks(session: session).delete(of: area, before: before)
        }
        return deleted
    }

    // MARK: As a whole

    /// Blocks that were set aside, of series with these intervals.
    public func damagedStock(before: Timestamp) throws -> RetentionStock {
        try stock(of: .damagedBlocks, damaged(before))
    }

    public func deleteDamaged(before: Timestamp) throws -> Int {
        try delete(from: .damagedBlocks, damaged(before))
    }

    /// Of anomalies or findings that ended before.
    public func endedStock(of table: RetainedTable, before: Timestamp) throws -> RetentionStock {
        try stock(of: table, ended(before))
    }

    /// Deletes the oldest of them, about `limit` at most.
    public func deleteEnded(from table: RetainedTable, before: Timestamp, limit: Int) throws -> Int {
        try delete(from: table, bounded(ended(before), of: table, limit: limit))
    }

    /// Values of runs that were issued before.
    public func forecastStock(before: Timestamp) throws -> RetentionStock {
        try session.connection.firstRow(
            "SELECT COUNT(*), " + RetainedTable.forecasts.bytes + """
                , MIN(value.target_start), MAX(value.target_start)
                FROM forecast_runs AS run
                JOIN forecast_series AS series ON series.tenant_id = run.tenant_id AND series.run_id = run.run_id
                JOIN forecast_values AS value ON value.tenant_id = series.tenant_id AND value.series_id = series.series_id
                AND value.run_id = series.run_id
                WHERE run.tenant_id = $1 AND run.issued_at < $2
                """,
            [session.tenant, before.sql], RetentionStock.init) ?? RetentionStock()
    }

    /// Deletes the oldest runs with all that belongs to them.
    /// - Parameter runs: how many at most.
    /// - Returns: how many values.
    public func deleteForecasts(before: Timestamp, runs: Int) throws -> (runs: Int, values: Int) {
        let ids = try session.connection.rows(
            """
            SELECT run_id FROM forecast_runs WHERE tenant_id = $1 AND issued_at < $2 ORDER BY issued_at, run_id LIMIT $3
            """,
            [session.tenant, before.sql, runs.sql]
        ) { $0.integer(0) }
        var values = 0
        for id in ids {
            let key = [session.tenant, id.sql]
            let series = try session.connection.rows(
                "SELECT series_id FROM forecast_series WHERE tenant_id = $1 AND run_id = $2", key
            ) { $0.integer(0) }
            values += try session.connection.runMany(
                "DELETE FROM forecast_values WHERE tenant_id = $1 AND run_id = $2 AND series_id = $3",
                series.map { key + [$0.sql] })
            try session.connection.run("DELETE FROM forecast_series WHERE tenant_id = $1 AND run_id = $2", key)
            try session.connection.run("DELETE FROM forecast_runs WHERE tenant_id = $1 AND run_id = $2", key)
        }
        return (ids.count, values)
    }

    /// Whether rollups before a moment still have to be rebuilt from readings.
    public func isStale(before: Timestamp) throws -> Bool {
        try session.connection.firstRow(
            "SELECT 1 FROM stale_rollups WHERE tenant_id = $1 AND from_start < $2 LIMIT 1",
            [session.tenant, before.sql]
        ) { _ in true } ?? false
    }

    // MARK: Statements

    private func conditions(of table: RetainedTable, _ series: SeriesID, _ before: Timestamp) -> SQLConditions {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("series_id =", series)
        conditions.add(table.time + " <", before)
        return conditions
    }

    private func conditions(of table: RetainedTable, _ area: Subject, _ before: Timestamp) -> SQLConditions {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("area_kind =", area.kind.rawValue)
        conditions.add("area_id =", area.id)
        conditions.add(table.time + " <", before)
        return conditions
    }

    private func ended(_ before: Timestamp) -> SQLConditions {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("start <", before)
        conditions.add("end_at <=", before)
        return conditions
    }

    /// By the same rule as blocks in service: whole spans only.
    private func damaged(_ before: Timestamp) -> SQLConditions {
        var conditions = SQLConditions("tenant_id", session.tenant)
        let starts = [60, 3600, 86_400].map { BlockSpan(containing: before, intervalSeconds: $0).start }
        let (day, month, year) = (
            conditions.parameter(starts[0]), conditions.parameter(starts[1]), conditions.parameter(starts[2])
        )
        conditions.add(
            """
            span_start < (SELECT CASE WHEN interval_seconds < 3600 THEN CAST(
            """ + day + " AS BIGINT) WHEN interval_seconds < 86400 THEN CAST(" + month + " AS BIGINT) ELSE CAST(" + year
                + """
                 AS BIGINT) END FROM series WHERE series.tenant_id = damaged_blocks.tenant_id
                AND series.series_id = damaged_blocks.series_id)
                """)
        return conditions
    }

    /// The same, of the oldest `limit` rows.
    private func bounded(_ given: SQLConditions, of table: RetainedTable, limit: Int) throws -> SQLConditions {
        var conditions = given
        let last = conditions.parameter(max(0, limit - 1))
        let cut = try session.connection.firstRow(
            "SELECT " + table.time + " FROM " + table.name + conditions.sql + " ORDER BY " + table.time
                + " LIMIT 1 OFFSET " + last,
            conditions.arguments
        ) { $0.timestamp(0) }
        guard let cut else { return given }
        var bounded = given
        bounded.add(table.time + " <=", cut)
        return bounded
    }

    private func stock(of table: RetainedTable, _ conditions: SQLConditions) throws -> RetentionStock {
        try session.connection.firstRow(
            "SELECT COUNT(*), CAST(" + table.bytes + " AS BIGINT), MIN(" + table.time + "), MAX(" + table.time
                + ") FROM "
                + table.name + conditions.sql,
            conditions.arguments, RetentionStock.init) ?? RetentionStock()
    }

    private func delete(from table: RetainedTable, _ conditions: SQLConditions) throws -> Int {
        try session.connection.run("DELETE FROM " + table.name + conditions.sql, conditions.arguments)
    }
}
