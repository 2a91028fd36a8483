import GridModel
package import Persistence
import Telemetry

/// A compaction taken up: its batches, decoded and put together, and how far it has come.
struct PendingReadings: Sendable {
    let batches: [PendingBatch]
    private let union: BatchUnion
    private let intervals: [SeriesID: Int64]
    private(set) var progress: CompactionProgress

    /// Takes up what is under way, or else begins with what is pending.
    /// - Returns: nil when nothing is.
    init?(_ session: TenantSession, maximumReadings: Int) throws {
        let log = IngestLogRepository(session)
        let current = try CompactionRepository(session).current()
        let batches = try current.map { try log.batches($0.batches) } ?? log.pending(maximumReadings: maximumReadings)
        guard !batches.isEmpty else { return nil }
        guard current.map({ $0.batches.count == batches.count }) ?? true else {
            throw DatabaseError(.corrupt, detail: "Batches of a compaction under way are not in the ingest log.")
        }
        self.batches = batches
        progress = current ?? CompactionProgress(batches: batches.map(\.id), appliedThrough: SeriesID(0))
        union = BatchUnion(
            try batches.map { batch in
                do {
                    return try log.readings(of: batch)
                } catch let error as BlockCodecError {
                    throw DamagedBatch(batch: batch, reason: error.description)
                }
            })
        intervals = try SeriesRepository(session).intervalSeconds(of: union.series)
    }

    /// Whether every reading is in its block.
    var isApplied: Bool { union.series.last.map { $0 <= progress.appliedThrough } ?? true }

    /// Puts the readings of the next series into their blocks, and notes that. The batches go with the last of them.
    mutating func apply(nextSeries count: Int, _ session: TenantSession) throws -> IngestTally {
        let first = union.series.firstIndex { $0 > progress.appliedThrough } ?? union.series.endIndex
        let places = first..<min(first + count, union.series.endIndex)
        var merge = BulkMerge(session, batches)
        try merge(
            places.map { place in
                let id = union.series[place]
                guard let interval = intervals[id] else {
                    throw DatabaseError(.corrupt, detail: "Series \(id) of the ingest log is gone.")
                }
                return BulkMerge.Item(
                    series: StoredSeries(id: id, intervalSeconds: interval), layers: union.layers(at: place))
            })
        if let last = places.last { progress.appliedThrough = union.series[last] }
        let compactions = CompactionRepository(session)
        if isApplied {
            try compactions.finish(progress.batches)
        } else {
            try compactions.save(progress)
        }
        return merge.tally
    }

    /// Whether the database stands where this does: nobody else has gone on with it.
    func isCurrent(_ session: TenantSession) throws -> Bool {
        if let stored = try CompactionRepository(session).current() { return stored == progress }
        guard progress.appliedThrough == SeriesID(0) else { return false }
        return try IngestLogRepository(session).batches(progress.batches) == batches
    }
}

/// A batch of the ingest log whose bytes no longer decode.
package struct DamagedBatch: Error, Hashable, CustomStringConvertible {
    package let batch: PendingBatch
    package let reason: String

    /// Takes it out of the log, and keeps it for people to look at.
    func setAside(_ session: TenantSession) throws {
        try IngestLogRepository(session).setAside(batch, error: reason)
        try CompactionRepository(session).forget(batch.id)
    }

    package var description: String {
        "Batch \(batch.id) of the ingest log (\(batch.readingCount) readings from \(batch.source)): \(reason)"
    }
}
