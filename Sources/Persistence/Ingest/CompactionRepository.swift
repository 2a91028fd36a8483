public import GridModel

/// Which batches of the ingest log are being put into blocks, and how far: kept in the transactions that do it, so
/// that whoever goes on, after whatever end, applies each reading once.
public struct CompactionRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Nil when none is under way.
    public func current() throws -> CompactionProgress? {
        try session.connection.firstRow(
            "SELECT batches, applied_through FROM ingest_compactions WHERE tenant_id = $1", [session.tenant]
        ) { row in
            let words = row.text(0).split(separator: ",")
            let batches = words.compactMap { Int64($0) }
            guard !batches.isEmpty, batches.count == words.count else {
                throw DatabaseError(.corrupt, detail: "The batches of a compaction are no numbers.")
            }
            return CompactionProgress(batches: batches, appliedThrough: row.id(1))
        }
    }

    public func save(_ progress: CompactionProgress) throws {
        try session.connection.run(
            """
            INSERT INTO ingest_compactions (tenant_id, batches, applied_through) VALUES ($1, $2, $3)
            ON CONFLICT (tenant_id) DO UPDATE SET batches = excluded.batches,
                applied_through = excluded.applied_through
            """,
            [
                session.tenant, progress.batches.map(String.init).joined(separator: ",").sql,
                progress.appliedThrough.sql,
            ])
    }

    /// Takes a batch out of the compaction under way, if it is in one.
    public func forget(_ batch: Int64) throws {
        guard let progress = try current(), progress.batches.contains(batch) else { return }
        let rest = progress.batches.filter { $0 != batch }
        if rest.isEmpty {
            try finish([])
        } else {
            try save(CompactionProgress(batches: rest, appliedThrough: progress.appliedThrough))
        }
    }

    /// Everything of the batches is in blocks: they go, and the note with them.
    public func finish(_ batches: [Int64]) throws {
        try IngestLogRepository(session).remove(batches)
        try session.connection.run("DELETE FROM ingest_compactions WHERE tenant_id = $1", [session.tenant])
    }
}

/// How far a compaction has come.
public struct CompactionProgress: Hashable, Sendable {
    /// In the order they are applied.
    public let batches: [Int64]
    /// Of series up to this one, every reading of the batches is in its block.
    public var appliedThrough: SeriesID

    public init(batches: [Int64], appliedThrough: SeriesID) {
        self.batches = batches
        self.appliedThrough = appliedThrough
    }
}
