import GridModel
import Persistence
import Telemetry

/// Merges pending readings of many series into their blocks inside one transaction, with few statements.
///
/// What `ReadingStore` does for one series after the other, with the same results: blocks, revisions, extents and
/// stale marks.
struct BulkMerge {
    /// Stored blocks of so many spans before a series' latest one are read for many series at once.
    private static let spansAtOnce = 2

    /// A series' readings, and of each batch when it was accepted and from whom.
    struct Item {
        let series: StoredSeries
        let layers: [BatchLayer]
    }

    private let session: TenantSession
    private let batches: [PendingBatch]
    private let blocks: ReadingBlockRepository
    private let keptEdits: KeptEdits
    private var encoder = BlockEncoder()
    private(set) var tally = IngestTally()
    private var lateness: Lateness
    private let latestArrival: Timestamp

    init(_ session: TenantSession, _ batches: [PendingBatch]) {
        self.session = session
        self.batches = batches
        blocks = ReadingBlockRepository(session)
        keptEdits = KeptEdits(session)
        lateness = Lateness(session)
        latestArrival = batches.map(\.acceptedAt).max() ?? .epoch
    }

    /// - Parameter items: each series once.
    mutating func callAsFunction(_ items: [Item]) throws {
        var changes = Changes()
        // Intervals of one class are stored in spans of one length, so that one stretch of time suits all of them.
        for (_, members) in Dictionary(grouping: items, by: { StorageClass($0.series.intervalSeconds) }) {
            var stored = try recent(members)
            for item in members {
                try merge(item, into: &stored[item.series.id, default: StoredBlocks(from: nil)], &changes)
            }
        }
        try blocks.store(changes.blocks)
        try RevisionRepository(session).append(changes.revisions)
        try blocks.extend(changes.extents)
        try StaleRollupRepository(session).mark(changes.stale)
        try lateness.store()
    }

    /// How long the spans are that readings of an interval length are stored in: days, months or years.
    private enum StorageClass: Hashable {
        case days, months, years

        init(_ intervalSeconds: Int64) {
            self = intervalSeconds < 3600 ? .days : intervalSeconds < 86_400 ? .months : .years
        }
    }

    /// What is stored of a series, as far as it has been read.
    private struct StoredBlocks {
        /// Spans that start at this moment or later are in `blocks` or do not exist; nil: nothing has been read.
        let from: Timestamp?
        var blocks: [Timestamp: ReadingBlock] = [:]
    }

    private struct Changes {
        var blocks: [StoredBlock] = []
        var revisions: [RevisionNote] = []
        var extents: [(series: SeriesID, inserted: Int, first: Timestamp, last: Timestamp)] = []
        var stale: [(series: SeriesID, span: TimeSpan)] = []
    }

    /// The blocks that live readings fall into, for all series at once.
    private func recent(_ items: [Item]) throws -> [SeriesID: StoredBlocks] {
        let latest = items.flatMap { $0.layers.compactMap(\.block.starts.last) }.max()
        guard let latest, let interval = items.first?.series.intervalSeconds else { return [:] }
        let last = BlockSpan(containing: latest, intervalSeconds: interval).start
        var first = last
        for _ in 1..<Self.spansAtOnce { first = BlockSpan(containing: first - 1, intervalSeconds: interval).start }
        let series = items.map(\.series)
        let found = try DamagedBlocks.settingAside(session, of: series, in: TimeSpan(start: first, end: last)) {
            try blocks.blocks(of: series.map(\.id), spansFrom: first, through: last)
        }
        return Dictionary(
            uniqueKeysWithValues: series.map { ($0.id, StoredBlocks(from: first, blocks: found[$0.id] ?? [:])) })
    }

    private mutating func merge(_ item: Item, into stored: inout StoredBlocks, _ changes: inout Changes) throws {
        let series = item.series
        var changed: Set<Timestamp> = []
        var span: TimeSpan?
        var inserted = 0
        for layer in item.layers {
            for (place, part) in layer.block.split(intervalSeconds: series.intervalSeconds) {
                try read(place.start, of: series, &stored)
                let readings = try keptEdits(part, over: stored.blocks[place.start], of: series.id)
                let merge = BlockMerge(readings, into: stored.blocks[place.start])
                tally.add(merge, of: series.id)
                try lateness.count(
                    part, besides: stored.blocks[place.start], of: series.id, intervalSeconds: series.intervalSeconds,
                    latest: latestArrival
                ) { [batches] in layer.origin(of: $0).map { batches[$0].acceptedAt } }
                guard let block = merge.block, let first = part.starts.first, let last = part.starts.last else {
                    continue
                }
                stored.blocks[place.start] = block
                changed.insert(place.start)
                inserted += merge.insertedCount
                span = TimeSpan(
                    start: min(span?.start ?? first, first), end: max(span?.end ?? last, last + series.intervalSeconds))
                for revision in merge.revisions {
                    guard let batch = layer.origin(of: revision.start).map({ batches[$0] }) else { continue }
                    changes.revisions.append(
                        RevisionNote(
                            revision: revision, series: series.id, at: batch.acceptedAt, source: batch.source))
                }
            }
        }
        guard let span else { return }
        for start in changed.sorted() {
            guard let block = stored.blocks[start] else { continue }
            let summary = try encoder.encode(block)
            changes.blocks.append(
                StoredBlock(
                    EncodedBlock(summary: summary, payload: encoder.payload), of: series.id, spanStart: start))
        }
        changes.extents.append((series.id, inserted, span.start, span.end - series.intervalSeconds))
        changes.stale.append((series.id, span))
    }

    /// Sees to it that the block of a span is there, if one is stored.
    private func read(_ start: Timestamp, of series: StoredSeries, _ stored: inout StoredBlocks) throws {
        if let from = stored.from, start >= from { return }
        guard stored.blocks[start] == nil else { return }
        let found = try DamagedBlocks.settingAside(session, of: [series], in: TimeSpan(start: start, end: start)) {
            try blocks.blocks(of: series.id, spansFrom: start, through: start)
        }
        stored.blocks.merge(found) { known, _ in known }
    }
}
