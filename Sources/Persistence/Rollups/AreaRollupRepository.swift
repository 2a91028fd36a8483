public import GridModel
public import Telemetry

/// Hourly figures of zones and feeders, kW.
public struct AreaRollupRepository {
    /// So many rows are read as fast as the block of a month.
    private static let fewHoursSeconds: Int64 = 48 * 3600

    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Replaces all hours of `span` by these.
    public func replaceHours(of area: Subject, in span: TimeSpan, by hours: [AreaHour]) throws {
        try session.connection.run(
            """
            DELETE FROM area_hourly WHERE tenant_id = $1 AND area_kind = $2 AND area_id = $3 AND hour_start >= $4
            AND hour_start < $5
            """,
            [session.tenant, area.kind.rawValue.sql, area.id.sql, span.start.sql, span.end.sql]
        )
        try session.connection.runMany(
            """
            INSERT INTO area_hourly (tenant_id, area_kind, area_id, hour_start, consumption_kw, generation_kw, net_load_kw,
                reporting_series, expected_series, estimated_count, estimated_series)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            hours.map { hour in
                [
                    session.tenant, area.kind.rawValue.sql, area.id.sql, hour.start.sql, hour.consumptionKW.sql,
                    hour.generationKW.sql, hour.netLoadKW.sql, hour.completeSeries.sql, hour.expectedSeries.sql,
                    hour.estimatedCount.sql, hour.estimatedSeries.sql,
                ]
            }
        )
        try AreaHourBlocks(session: session).replace(of: area, in: span, by: hours.map { AreaHourRow($0) }) {
            try storedHours(of: area, in: $0)
        }
    }

    /// Replaces the local days from `first` through `last` by these. Days are their dates: a stored one may start
    /// elsewhere than today's rules of the time zone say.
    public func replaceDays(
        of area: Subject, from first: CivilDate, through last: CivilDate, by days: [AreaDay]
    ) throws {
        try session.connection.run(
            """
            DELETE FROM area_daily WHERE tenant_id = $1 AND area_kind = $2 AND area_id = $3 AND local_date >= $4
            AND local_date <= $5
            """,
            [session.tenant, area.kind.rawValue.sql, area.id.sql, first.description.sql, last.description.sql]
        )
        try session.connection.runMany(
            """
            INSERT INTO area_daily (tenant_id, area_kind, area_id, local_date, day_start, consumption_kwh, generation_kwh,
                min_net_load_kw, max_net_load_kw, hour_count, complete_hour_count)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            days.map { day in
                [
                    session.tenant, area.kind.rawValue.sql, area.id.sql, day.date.description.sql, day.start.sql,
                    day.consumptionKWh.sql, day.generationKWh.sql, day.minimumNetLoadKW.sql, day.maximumNetLoadKW.sql,
                    day.hourCount.sql, day.completeHourCount.sql,
                ]
            }
        )
    }

    /// Visits the stored hours of a span in order.
    public func forEachHour(of area: Subject, in span: TimeSpan, _ visit: (AreaHourRow) throws -> Void) throws {
        guard span.seconds > Self.fewHoursSeconds else { return try forEachStoredHour(of: area, in: span, visit) }
        var from = span.start
        try AreaHourBlocks(session: session).forEachMonth(of: area, in: span) { month, hours in
            if from < month.start {
                try forEachStoredHour(of: area, in: TimeSpan(start: from, end: month.start), visit)
            }
            for hour in hours where span.contains(hour.start) { try visit(hour) }
            from = month.end
        }
        if from < span.end { try forEachStoredHour(of: area, in: TimeSpan(start: from, end: span.end), visit) }
    }

    /// Those of a bounded span, from the rows.
    func storedHours(of area: Subject, in span: TimeSpan) throws -> [AreaHourRow] {
        var hours: [AreaHourRow] = []
        try forEachStoredHour(of: area, in: span) { hours.append($0) }
        return hours
    }

    private func forEachStoredHour(
        of area: Subject, in span: TimeSpan, _ visit: (AreaHourRow) throws -> Void
    ) throws {
        try session.connection.forEachRow(
            """
            SELECT hour_start, consumption_kw, generation_kw, net_load_kw, reporting_series, expected_series, estimated_count,
            estimated_series FROM area_hourly WHERE tenant_id = $1 AND area_kind = $2 AND area_id = $3 AND hour_start >= $4 AND hour_start < $5
            ORDER BY hour_start
            """,
            [session.tenant, area.kind.rawValue.sql, area.id.sql, span.start.sql, span.end.sql]
        ) { try visit(AreaHourRow($0)) }
    }

    /// Visits the hours of a span in order: the sum of the net loads of the zones that are complete in it, kW,
    /// how many these are, and how many of them rest on estimates.
    public func forEachZoneSum(
        in span: TimeSpan, _ visit: (Timestamp, _ netLoadKW: Double, _ zones: Int, _ estimated: Int) throws -> Void
    ) throws {
        // The zones one after the other, each by the key of its hours: SQLite keeps the order of a CROSS JOIN.
        try session.connection.forEachRow(
            """
            SELECT area.hour_start, SUM(area.net_load_kw), COUNT(*),
            SUM(CASE WHEN area.estimated_series > 0 OR area.estimated_count > 0 THEN 1 ELSE 0 END)
            FROM zones CROSS JOIN area_hourly AS area
            WHERE zones.tenant_id = $1 AND area.tenant_id = zones.tenant_id AND area.area_kind = 'zone'
            AND area.area_id = zones.zone_id AND area.hour_start >= $2 AND area.hour_start < $3
            AND area.reporting_series + area.estimated_series = area.expected_series GROUP BY area.hour_start ORDER BY area.hour_start
            """,
            [session.tenant, span.start.sql, span.end.sql]
        ) { try visit($0.timestamp(0), $0.real(1), $0.int(2), $0.int(3)) }
    }

    /// The complete hours there are; nil when there is none.
    public func extent(of area: Subject) throws -> SeriesExtent? {
        try session.connection.firstRow(
            """
            SELECT COUNT(*), MIN(hour_start), MAX(hour_start) FROM area_hourly
            WHERE tenant_id = $1 AND area_kind = $2 AND area_id = $3 AND reporting_series + estimated_series = expected_series
            """,
            [session.tenant, area.kind.rawValue.sql, area.id.sql]
        ) { $0.isNull(1) ? nil : SeriesExtent(count: $0.int(0), first: $0.timestamp(1), last: $0.timestamp(2)) } ?? nil
    }

    /// The latest hour in which every expected series reported or is estimated.
    public func latestCompleteHour(of area: Subject) throws -> AreaHourRow? {
        try session.connection.firstRow(
            """
            SELECT hour_start, consumption_kw, generation_kw, net_load_kw, reporting_series, expected_series, estimated_count,
            estimated_series FROM area_hourly WHERE tenant_id = $1 AND area_kind = $2 AND area_id = $3 AND reporting_series + estimated_series = expected_series
            ORDER BY hour_start DESC LIMIT 1
            """,
            [session.tenant, area.kind.rawValue.sql, area.id.sql], AreaHourRow.init)
    }
}

/// A local day of a zone or feeder.
public struct AreaDay: Hashable, Sendable {
    public let date: CivilDate
    public let start: Timestamp
    public let consumptionKWh: Double
    public let generationKWh: Double
    public let minimumNetLoadKW: Double
    public let maximumNetLoadKW: Double
    public let hourCount: Int
    /// Hours that every expected series reported; those that are completed by estimates do not count.
    public let completeHourCount: Int

    /// - Parameter hours: the stored hours that start on that day; at least one.
    public init?(date: CivilDate, start: Timestamp, hours: [AreaHour]) {
        guard let minimum = hours.map(\.netLoadKW).min(), let maximum = hours.map(\.netLoadKW).max() else { return nil }
        self.date = date
        self.start = start
        consumptionKWh = hours.reduce(0) { $0 + $1.consumptionKW }
        generationKWh = hours.reduce(0) { $0 + $1.generationKW }
        minimumNetLoadKW = minimum
        maximumNetLoadKW = maximum
        hourCount = hours.count
        completeHourCount = hours.count(where: \.isReported)
    }
}
