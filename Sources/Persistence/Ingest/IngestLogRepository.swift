public import GridModel
public import Telemetry

/// Batches that are accepted and durable, but not in their blocks yet: a row each.
public struct IngestLogRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Adds a batch behind all that are there, so that batches of which one was acknowledged before the other was
    /// sent are applied in that order.
    /// - Parameters:
    ///   - batch: sorted.
    ///   - wallMicroseconds: since 1970, by this process's clock; a clock that was set back does no harm.
    ///   - salt: any number, so that two processes do not choose the same key at the same time.
    /// - Returns: how many bytes it takes.
    /// - Throws: `DatabaseError.uniqueViolation` when another process has just taken the same key: try again.
    public func append(
        _ batch: ReadingBatch, source: String, acceptedAt now: Timestamp, wallMicroseconds: Int64, salt: UInt16
    ) throws -> Int {
        let payload = try BatchCodec.encode(batch)
        let newest =
            try session.connection.firstRow(
                "SELECT MAX(batch_id) FROM ingest_log WHERE tenant_id = $1", [session.tenant]
            ) { $0.isNull(0) ? nil : $0.integer(0) } ?? nil
        let moment = max(wallMicroseconds, newest.map { ($0 >> Self.saltBits) + 1 } ?? 0)
        let id = moment << Self.saltBits | Int64(salt & (1 << Self.saltBits - 1))
        try session.connection.run(
            """
            INSERT INTO ingest_log (tenant_id, batch_id, accepted_at, source, reading_count, byte_count, first_start,
                last_start, payload)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                session.tenant, id.sql, now.sql, source.sql, batch.count.sql, payload.count.sql,
                batch.starts.min().sql, batch.starts.max().sql, payload.sql,
            ])
        return payload.count
    }

    /// The batches in the order they are applied, the first of them that together hold no more than so many readings,
    /// but at least one.
    public func pending(maximumReadings: Int) throws -> [PendingBatch] {
        var batches: [PendingBatch] = []
        var readings = 0
        for batch in try all() {
            readings += batch.readingCount
            if !batches.isEmpty, readings > maximumReadings { break }
            batches.append(batch)
        }
        return batches
    }

    /// Those of the batches that are still there, in order.
    public func batches(_ ids: [Int64]) throws -> [PendingBatch] {
        let wanted = Set(ids)
        return try all().filter { wanted.contains($0.id) }
    }

    /// - Throws: `BlockCodecError` when the bytes are damaged; `DatabaseError.corrupt` when the batch is gone.
    public func readings(of batch: PendingBatch) throws -> ReadingBatch {
        let readings = try session.connection.firstRow(
            "SELECT payload FROM ingest_log WHERE tenant_id = $1 AND batch_id = $2", [session.tenant, batch.id.sql]
        ) { try $0.withBlob(0) { try BatchCodec.decode($0) } }
        guard let readings else { throw DatabaseError(.corrupt, detail: "Batch \(batch.id) is not in the ingest log.") }
        return readings
    }

    public func standing() throws -> IngestLogStanding {
        try session.connection.firstRow(
            """
            SELECT COUNT(*), CAST(COALESCE(SUM(reading_count), 0) AS BIGINT),
            CAST(COALESCE(SUM(byte_count), 0) AS BIGINT), MIN(batch_id) FROM ingest_log WHERE tenant_id = $1
            """,
            [session.tenant]
        ) {
            IngestLogStanding(
                batches: $0.int(0), readings: $0.int(1), bytes: $0.int(2),
                oldestMicroseconds: $0.isNull(3) ? nil : $0.integer(3) >> Self.saltBits)
        } ?? IngestLogStanding(batches: 0, readings: 0, bytes: 0, oldestMicroseconds: nil)
    }

    /// Takes a batch whose bytes no longer decode out of the log, and keeps it for people to look at.
    public func setAside(_ batch: PendingBatch, error: String) throws {
        try session.connection.run(
            """
            INSERT INTO damaged_batches (tenant_id, batch_id, accepted_at, source, reading_count, error, payload)
            SELECT tenant_id, batch_id, accepted_at, source, reading_count, $3, payload FROM ingest_log
            WHERE tenant_id = $1 AND batch_id = $2
            """,
            [session.tenant, batch.id.sql, error.sql])
        try remove([batch.id])
    }

    public func remove(_ ids: [Int64]) throws {
        try session.connection.runMany(
            "DELETE FROM ingest_log WHERE tenant_id = $1 AND batch_id = $2", ids.map { [session.tenant, $0.sql] })
    }

    private func all() throws -> [PendingBatch] {
        try session.connection.rows(
            """
            SELECT batch_id, accepted_at, source, reading_count FROM ingest_log
            WHERE tenant_id = $1 ORDER BY batch_id
            """,
            [session.tenant]
        ) { PendingBatch(id: $0.integer(0), acceptedAt: $0.timestamp(1), source: $0.text(2), readingCount: $0.int(3)) }
    }

    private static let saltBits: Int64 = 10
}

/// A batch of the ingest log, without its readings.
public struct PendingBatch: Hashable, Sendable {
    /// Microseconds since 1970 and ten bits of chance: the order in which batches are applied.
    public let id: Int64
    /// By the city's clock.
    public let acceptedAt: Timestamp
    public let source: String
    public let readingCount: Int
}

/// How much of the ingest log is not in blocks yet.
public struct IngestLogStanding: Hashable, Sendable {
    public let batches: Int
    public let readings: Int
    public let bytes: Int
    /// When the oldest batch was accepted, microseconds since 1970 by the wall clock; nil when there is none.
    public let oldestMicroseconds: Int64?

    public init(batches: Int, readings: Int, bytes: Int, oldestMicroseconds: Int64?) {
        self.batches = batches
        self.readings = readings
        self.bytes = bytes
        self.oldestMicroseconds = oldestMicroseconds
    }
}
