public import GridModel
public import Telemetry

/// Blocks of many series with few statements.
extension ReadingBlockRepository {
    /// How many series one statement asks for. One number, so that one statement is prepared.
    private static let seriesAtOnce = 200

    /// The blocks of the series whose spans start in a stretch, by series and start. For stretches and as many series
    /// as the caller bounds.
    public func blocks(
        of series: [SeriesID], spansFrom first: Timestamp, through last: Timestamp
    ) throws -> [SeriesID: [Timestamp: ReadingBlock]] {
        var blocks: [SeriesID: [Timestamp: ReadingBlock]] = [:]
        blocks.reserveCapacity(series.count)
        var rest = series[...]
        while let padding = rest.first {
            let some = rest.prefix(Self.seriesAtOnce)
            rest = rest.dropFirst(some.count)
            try session.connection.forEachRow(
                Self.select,
                [session.tenant, first.sql, last.sql] + some.map(\.sql)
                    + Array(repeating: padding.sql, count: Self.seriesAtOnce - some.count)
            ) { row in
                blocks[row.id(0), default: [:]][row.timestamp(1)] = try row.withBlob(2) { try BlockCodec.decode($0) }
            }
        }
        return blocks
    }

    private static let select: SQL = {
        var list = SQL.parameter(4)
        for number in 5..<4 + seriesAtOnce { list = list + ", " + SQL.parameter(number) }
        return """
            SELECT series_id, span_start, payload FROM reading_blocks
            WHERE tenant_id = $1 AND span_start >= $2 AND span_start <= $3 AND series_id IN (
            """ + list + ")"
    }()
}
