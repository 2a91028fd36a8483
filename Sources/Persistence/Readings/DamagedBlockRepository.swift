public import GridModel
import Telemetry

/// Blocks whose bytes no longer decode: out of service, but kept as they are for people to look at.
public struct DamagedBlockRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Takes the series' blocks that start in a stretch and do not decode out of service.
    /// - Returns: where they started. Until the readings come again, their hours are missing.
    public func setAside(
        of series: SeriesID, spansFrom first: Timestamp, through last: Timestamp, at now: Timestamp
    ) throws -> [Timestamp] {
        var damaged: [(start: Timestamp, error: String)] = []
        try session.connection.forEachRow(
            """
            SELECT span_start, payload FROM reading_blocks
            WHERE tenant_id = $1 AND series_id = $2 AND span_start >= $3 AND span_start <= $4
            """,
            [session.tenant, series.sql, first.sql, last.sql]
        ) { row in
            do {
                _ = try row.withBlob(1) { try BlockCodec.decode($0) }
            } catch let error as BlockCodecError {
                damaged.append((row.timestamp(0), error.description))
            }
        }
        for block in damaged { try move(series, block.start, error: block.error, at: now) }
        if !damaged.isEmpty { try ReadingBlockRepository(session).recount(series) }
        return damaged.map(\.start)
    }

    public func count() throws -> Int {
        try session.connection.firstRow(
            "SELECT COUNT(*) FROM damaged_blocks WHERE tenant_id = $1", [session.tenant]
        ) { $0.int(0) } ?? 0
    }

    /// The newest first.
    public func newest(limit: Int) throws -> [DamagedBlock] {
        try session.connection.rows(
            """
            SELECT series_id, span_start, reading_count, set_aside_at, error FROM damaged_blocks
            WHERE tenant_id = $1 ORDER BY damage_id DESC LIMIT $2
            """,
            [session.tenant, limit.sql]
        ) {
            DamagedBlock(
                series: $0.id(0), spanStart: $0.timestamp(1), readingCount: $0.int(2), setAsideAt: $0.timestamp(3),
                error: $0.text(4))
        }
    }

    private func move(_ series: SeriesID, _ start: Timestamp, error: String, at now: Timestamp) throws {
        let id = try IdentifierCounter(session: session).next("damaged block", as: Identifier<DamagedBlock>.self)
        try session.connection.run(
            """
            INSERT INTO damaged_blocks (tenant_id, damage_id, series_id, span_start, reading_count, set_aside_at, error, payload)
            SELECT tenant_id, $4, series_id, span_start, reading_count, $5, $6, payload FROM reading_blocks
            WHERE tenant_id = $1 AND series_id = $2 AND span_start = $3
            """,
            [session.tenant, series.sql, start.sql, id.sql, now.sql, error.sql]
        )
        try session.connection.run(
            "DELETE FROM reading_blocks WHERE tenant_id = $1 AND series_id = $2 AND span_start = $3",
            [session.tenant, series.sql, start.sql]
        )
    }
}

/// A block that was taken out of service.
public struct DamagedBlock: Hashable, Sendable {
    public let series: SeriesID
    public let spanStart: Timestamp
    /// How many readings it held when it was stored.
    public let readingCount: Int
    public let setAsideAt: Timestamp
    /// Why it does not decode.
    public let error: String
}
