public import GridModel
public import Telemetry

/// Compressed readings, one row a series and storage span.
public struct ReadingBlockRepository {
    let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// The blocks of the spans that start in a stretch, by their start. For stretches that the caller bounds.
    public func blocks(
        of series: SeriesID, spansFrom first: Timestamp, through last: Timestamp
    ) throws -> [Timestamp: ReadingBlock] {
        var blocks: [Timestamp: ReadingBlock] = [:]
        try session.connection.forEachRow(
            """
            SELECT span_start, payload FROM reading_blocks
            WHERE tenant_id = $1 AND series_id = $2 AND span_start >= $3 AND span_start <= $4
            """,
            [session.tenant, series.sql, first.sql, last.sql]
        ) { row in blocks[row.timestamp(0)] = try row.withBlob(1) { try BlockCodec.decode($0) } }
        return blocks
    }

    private static let table = UpsertTarget(
        "reading_blocks", key: ["tenant_id", "series_id", "span_start"],
        values: [
            "reading_count", "estimated_count", "min_value", "max_value", "sum_value", "first_start", "last_start",
            "last_value", "last_quality", "payload",
        ])

    /// Replaces the blocks of those spans, or adds them.
    public func store(_ blocks: [StoredBlock]) throws {
        try session.connection.upsert(
            blocks.map { stored in
                let summary = stored.block.summary
                return [
                    session.tenant, stored.series.sql, stored.spanStart.sql, summary.count.sql,
                    summary.estimatedCount.sql, summary.minimum.sql, summary.maximum.sql, summary.sum.sql,
                    summary.firstStart.sql, summary.lastStart.sql, summary.lastValue.sql,
                    Int64(summary.lastQuality.rawValue).sql, stored.block.payload.sql,
                ]
            },
            into: Self.table)
    }

    /// Visits the blocks whose span may hold readings of `span`, in order of time. The bytes are
    /// only good inside the closure.
    public func forEachPayload(
        of series: SeriesID, intervalSeconds: Int64, in span: TimeSpan, _ visit: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        guard !span.isEmpty else { return }
        let first = BlockSpan(containing: span.start, intervalSeconds: intervalSeconds).start
        try session.connection.forEachRow(
            """
            SELECT payload FROM reading_blocks
            WHERE tenant_id = $1 AND series_id = $2 AND span_start >= $3 AND span_start < $4 ORDER BY span_start
            """,
            [session.tenant, series.sql, first.sql, span.end.sql]
        ) { try $0.withBlob(0, visit) }
    }

    /// Visits the readings of a span block by block, clipped to it.
    public func forEachBlock(
        of series: SeriesID, intervalSeconds: Int64, in span: TimeSpan, _ visit: (ReadingBlock) throws -> Void
    ) throws {
        try forEachPayload(of: series, intervalSeconds: intervalSeconds, in: span) {
            let block = try BlockCodec.decode($0).clipped(to: span)
            if !block.isEmpty { try visit(block) }
        }
    }

    /// The last reading of an interval before a moment; nil when there is none.
    public func last(of series: SeriesID, before moment: Timestamp) throws -> Reading? {
        try session.connection.firstRow(
            """
            SELECT payload FROM reading_blocks
            WHERE tenant_id = $1 AND series_id = $2 AND span_start < $3 AND first_start < $3
            ORDER BY span_start DESC LIMIT 1
            """,
            [session.tenant, series.sql, moment.sql]
        ) { row in
            try row.withBlob(0) { try BlockCodec.decode($0) }.readings.last { $0.start < moment }
        } ?? nil
    }

    /// Takes the readings of intervals away; the series is counted anew.
    public func remove(_ starts: Set<Timestamp>, of series: Series) throws {
        var encoder = BlockEncoder()
        let spans = Set(starts.map { BlockSpan(containing: $0, intervalSeconds: series.intervalSeconds) })
        for span in spans.sorted() {
            guard
                let block = try blocks(of: series.id, spansFrom: span.start, through: span.start)[span.start]
            else { continue }
            let kept = block.readings.filter { !starts.contains($0.start) }
            if kept.isEmpty {
                try session.connection.run(
                    "DELETE FROM reading_blocks WHERE tenant_id = $1 AND series_id = $2 AND span_start = $3",
                    [session.tenant, series.id.sql, span.start.sql])
            } else if kept.count < block.count {
                let summary = try encoder.encode(ReadingBlock(kept))
                try store([
                    StoredBlock(
                        EncodedBlock(summary: summary, payload: encoder.payload), of: series.id, spanStart: span.start)
                ])
            }
        }
        try recount(series.id)
    }

    /// The latest reading by interval start, whenever it arrived.
    public func latest(of series: SeriesID) throws -> Reading? {
        try session.connection.firstRow(
            """
            SELECT last_start, last_value, last_quality FROM reading_blocks
            WHERE tenant_id = $1 AND series_id = $2 ORDER BY span_start DESC LIMIT 1
            """,
            [session.tenant, series.sql]
        ) { row in
            Reading(
                start: row.timestamp(0), value: row.isNull(1) ? .nan : row.real(1),
                quality: try row.quality(2))
        }
    }
}

/// A block and where it belongs.
public struct StoredBlock: Sendable {
    public let series: SeriesID
    public let spanStart: Timestamp
    public let block: EncodedBlock

    public init(_ block: EncodedBlock, of series: SeriesID, spanStart: Timestamp) {
        self.series = series
        self.spanStart = spanStart
        self.block = block
    }
}
