import GridModel
import Telemetry

/// The hours of an area once more, a UTC month in one row: what takes long to read row by row.
///
/// `area_hourly` is what counts. A block is changed in the transaction that changes the rows of its month; where there
/// is none, or it does not decode, the rows are read. See docs/decisions/016.
struct AreaHourBlocks {
    private static let target = UpsertTarget(
        "area_hour_blocks", key: ["tenant_id", "area_kind", "area_id", "month_start"], values: ["payload"])

    let session: TenantSession

    /// Visits the months that have a sound block, in order, each with all its hours.
    func forEachMonth(
        of area: Subject, in span: TimeSpan, _ visit: (TimeSpan, [AreaHourRow]) throws -> Void
    ) throws {
        try session.connection.forEachRow(
            """
            SELECT month_start, payload FROM area_hour_blocks WHERE tenant_id = $1 AND area_kind = $2 AND area_id = $3
            AND month_start >= $4 AND month_start < $5 ORDER BY month_start
            """,
            [
                session.tenant, area.kind.rawValue.sql, area.id.sql, Self.month(of: span.start).start.sql, span.end.sql,
            ]
        ) { row in
            guard let hours = row.withBlob(1, Self.decode) else { return }
            try visit(Self.month(of: row.timestamp(0)), hours)
        }
    }

    /// Brings the blocks up to the rows after those of `span` were replaced.
    /// - Parameters:
    ///   - hours: what the span holds now, ascending.
    ///   - rows: reads rows of the area.
    func replace(
        of area: Subject, in span: TimeSpan, by hours: [AreaHourRow], rows: (TimeSpan) throws -> [AreaHourRow]
    ) throws {
        guard !span.isEmpty else { return }
        var changed: [[SQLValue]] = []
        var month = Self.month(of: span.start)
        while month.start < span.end {
            let all = try self.hours(of: area, month, with: hours, insteadOf: span) ?? rows(month)
            if all.isEmpty {
                try session.connection.run(
                    """
                    DELETE FROM area_hour_blocks WHERE tenant_id = $1 AND area_kind = $2 AND area_id = $3 AND month_start = $4
                    """,
                    [session.tenant, area.kind.rawValue.sql, area.id.sql, month.start.sql])
            } else {
                changed.append([
                    session.tenant, area.kind.rawValue.sql, area.id.sql, month.start.sql,
                    .blob(try NumberColumns.encode(AreaHourRow.columns(all))),
                ])
            }
            month = Self.month(of: month.end)
        }
        try session.connection.upsert(changed, into: Self.target)
    }

    /// Forgets the months in which rows before a moment were deleted.
    func delete(of area: Subject, before: Timestamp) throws {
        try session.connection.run(
            "DELETE FROM area_hour_blocks WHERE tenant_id = $1 AND area_kind = $2 AND area_id = $3 AND month_start < $4",
            [session.tenant, area.kind.rawValue.sql, area.id.sql, before.sql])
    }

    /// A month's hours with those of `span` replaced; nil when the others are not in a block.
    private func hours(
        of area: Subject, _ month: TimeSpan, with hours: [AreaHourRow], insteadOf span: TimeSpan
    ) throws -> [AreaHourRow]? {
        let new = hours.filter { month.contains($0.start) }
        if span.start <= month.start, month.end <= span.end { return new }
        var stored: [AreaHourRow]?
        try forEachMonth(of: area, in: month) { stored = $1 }
        guard let stored else { return nil }
        return stored.filter { $0.start < span.start } + new + stored.filter { $0.start >= span.end }
    }

    /// Nil for bytes that are no such block: the rows say the same.
    private static func decode(_ payload: UnsafeRawBufferPointer) -> [AreaHourRow]? {
        (try? NumberColumns.decode(payload)).flatMap(AreaHourRow.hours)
    }

    private static func month(of moment: Timestamp) -> TimeSpan {
        BlockSpan(containing: moment, intervalSeconds: 3600).span
    }
}
