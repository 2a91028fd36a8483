public import GridModel

/// How complete, late and estimated the readings of measured series are, from the daily rollups.
public struct DataQualityRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Visits each measured series that is expected in the window: not before its first reading, and no longer when
    /// it has been silent for 28 days before (as in an area's sum). One pass for all figures of a page.
    public func forEachSeries(
        of zone: ZoneID? = nil, in window: QualityWindow, _ visit: (SeriesQuality) throws -> Void
    ) throws {
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
        try session.connection.forEachRow(
            """
            SELECT series.series_id, series.external_name, series.name, series.zone_id, series.interval_seconds,
                MIN(extents.first_start), MAX(extents.last_start), CAST(COALESCE(SUM(daily.reading_count), 0) AS BIGINT),
                CAST(COALESCE(SUM(daily.estimated_count), 0) AS BIGINT),
                COALESCE((SELECT CAST(SUM(late.late_count) AS BIGINT) FROM late_readings AS late
                    WHERE late.tenant_id = series.tenant_id AND late.series_id = series.series_id
                    AND late.hour_start >= $2 AND late.hour_start < $3), 0)
            FROM series JOIN series_extents AS extents
            ON extents.tenant_id = series.tenant_id AND extents.series_id = series.series_id
            LEFT JOIN series_daily AS daily
            ON daily.tenant_id = series.tenant_id AND daily.series_id = series.series_id
            AND daily.local_date >= $4 AND daily.local_date <= $5
            WHERE series.tenant_id = $1 AND series.is_derived = 0 AND extents.first_start < $3
            AND extents.last_start >= $6
            """ + filter + " GROUP BY series.tenant_id, series.series_id", arguments
        ) { row in
            let interval = max(1, row.integer(4))
            let from = max(span.start, row.timestamp(5))
            try visit(
                SeriesQuality(
                    series: row.id(0), externalName: row.text(1), name: row.text(2), zone: row.optionalID(3),
                    figures: QualityFigures(
                        series: 1, expected: Int((span.end - from + interval - 1) / interval), received: row.int(7),
                        estimated: row.int(8), late: row.int(9)),
                    lastReadingAt: row.timestamp(6)))
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
