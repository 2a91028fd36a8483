public import GridModel

/// How complete, late and estimated the readings of measured series are, from the daily rollups.
public struct DataQualityRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Zone by zone; series outside zones under nil.
    /// - Parameter window: whole local days that have ended.
    public func zones(_ zone: ZoneID? = nil, in window: QualityWindow) throws -> [(
        zone: ZoneID?, figures: QualityFigures
    )] {
        let (query, arguments) = perSeries(zone, window)
        return try session.connection.rows(
            """
            SELECT zone_id, COUNT(*), CAST(SUM(expected) AS BIGINT), CAST(SUM(received) AS BIGINT),
                CAST(SUM(estimated) AS BIGINT), CAST(SUM(late) AS BIGINT) FROM (
            """ + query + ") AS each_series GROUP BY zone_id ORDER BY zone_id", arguments
        ) { row in
            (
                row.optionalID(0),
                QualityFigures(
                    series: row.int(1), expected: row.int(2), received: row.int(3), estimated: row.int(4),
                    late: row.int(5))
            )
        }
    }

    /// The series with the least share of measured readings.
    public func worst(_ zone: ZoneID?, in window: QualityWindow, limit: Int) throws -> [SeriesQuality] {
        var (query, arguments) = perSeries(zone, window)
        arguments.append(limit.sql)
        return try session.connection.rows(
            """
            SELECT series_id, external_name, name, zone_id, expected, received, estimated, late, last_start FROM (
            """ + query + """
                ) AS each_series WHERE received - estimated < expected OR late > 0
                ORDER BY (received - estimated) * 1.0 / expected, late DESC, series_id LIMIT
                """ + " " + SQL.parameter(arguments.count), arguments
        ) { row in
            SeriesQuality(
                series: row.id(0), externalName: row.text(1), name: row.text(2), zone: row.optionalID(3),
                figures: QualityFigures(
                    series: 1, expected: row.int(4), received: row.int(5), estimated: row.int(6), late: row.int(7)),
                lastReadingAt: row.timestamp(8))
        }
    }

    /// Open findings that overlap the window, by zone.
    public func openFindings(_ zone: ZoneID? = nil, in window: QualityWindow) throws -> [ZoneID?: Int] {
        var conditions = SQLConditions("found.tenant_id", session.tenant)
        conditions.add("found.state = 'open'")
        conditions.add("found.end_at >", window.span.start)
        conditions.add("found.start <", window.span.end)
        conditions.add("series.zone_id =", zone)
        var counts: [ZoneID?: Int] = [:]
        try session.connection.forEachRow(
            """
            SELECT series.zone_id, COUNT(*) FROM findings AS found JOIN series
            ON series.tenant_id = found.tenant_id AND series.series_id = found.series_id
            """ + conditions.sql + " GROUP BY series.zone_id", conditions.arguments
        ) { counts[$0.optionalID(0)] = $0.int(1) }
        return counts
    }

    /// Each measured series that is expected in the window: not before its first reading, and no longer when it has
    /// been silent for 28 days before (as in an area's sum).
    private func perSeries(_ zone: ZoneID?, _ window: QualityWindow) -> (SQL, [SQLValue]) {
        let span = window.span
        var arguments: [SQLValue] = [
            session.tenant, span.start.sql, span.end.sql, window.first.description.sql, window.last.description.sql,
            (span.start - 28 * 86_400).sql,
        ]
        var filter: SQL = ""
        if let zone {
            arguments.append(zone.sql)
            filter = " AND series.zone_id = $7"
        }
        return (
            """
            SELECT series.series_id, series.external_name, series.name, series.zone_id, extents.last_start,
                ($3 - CASE WHEN extents.first_start > $2 THEN extents.first_start ELSE $2 END
                    + series.interval_seconds - 1) / series.interval_seconds AS expected,
                COALESCE((SELECT CAST(SUM(daily.reading_count) AS BIGINT) FROM series_daily AS daily
                    WHERE daily.tenant_id = series.tenant_id AND daily.series_id = series.series_id
                    AND daily.local_date >= $4 AND daily.local_date <= $5), 0) AS received,
                COALESCE((SELECT CAST(SUM(daily.estimated_count) AS BIGINT) FROM series_daily AS daily
                    WHERE daily.tenant_id = series.tenant_id AND daily.series_id = series.series_id
                    AND daily.local_date >= $4 AND daily.local_date <= $5), 0) AS estimated,
                COALESCE((SELECT CAST(SUM(late.late_count) AS BIGINT) FROM late_readings AS late
                    WHERE late.tenant_id = series.tenant_id AND late.series_id = series.series_id
                    AND late.hour_start >= $2 AND late.hour_start < $3), 0) AS late
            FROM series JOIN series_extents AS extents
            ON extents.tenant_id = series.tenant_id AND extents.series_id = series.series_id
            WHERE series.tenant_id = $1 AND series.is_derived = 0 AND extents.first_start < $3
            AND extents.last_start >= $6
            """ + filter, arguments
        )
    }
}

/// Whole local days.
public struct QualityWindow: Hashable, Sendable {
    public let span: TimeSpan
    public let first: CivilDate
    public let last: CivilDate

    public init(span: TimeSpan, first: CivilDate, last: CivilDate) {
        self.span = span
        self.first = first
        self.last = last
    }
}

/// Counts of readings.
public struct QualityFigures: Hashable, Sendable {
    public let series: Int
    public let expected: Int
    /// With those that were estimated.
    public let received: Int
    public let estimated: Int
    public let late: Int

    public init(series: Int, expected: Int, received: Int, estimated: Int, late: Int) {
        self.series = series
        self.expected = expected
        self.received = received
        self.estimated = estimated
        self.late = late
    }
}

/// A series' figures.
public struct SeriesQuality: Hashable, Sendable {
    public let series: SeriesID
    public let externalName: String
    public let name: String
    public let zone: ZoneID?
    public let figures: QualityFigures
    public let lastReadingAt: Timestamp
}
