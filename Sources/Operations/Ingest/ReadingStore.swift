import GridModel
import Persistence
import Telemetry

/// Merges readings into the stored blocks inside one transaction, with revisions and stale marks.
///
/// Every door of ingest ends here. Readings must have passed `ReadingValidator`.
struct ReadingStore {
    private let blocks: ReadingBlockRepository
    private let revisions: RevisionRepository
    private let stale: StaleRollupRepository
    private let now: Timestamp
    private let source: String
    private(set) var tally = IngestTally()

    init(_ session: TenantSession, now: Timestamp, source: String) {
        blocks = ReadingBlockRepository(session)
        revisions = RevisionRepository(session)
        stale = StaleRollupRepository(session)
        self.now = now
        self.source = source
    }

    /// Readings in any order; of two for the same interval the later in the list counts.
    mutating func merge(_ readings: [Reading], into series: Series) throws {
        let spans = Dictionary(grouping: readings) {
            BlockSpan(containing: $0.start, intervalSeconds: series.intervalSeconds)
        }
        for (span, incoming) in spans.sorted(by: { $0.key < $1.key }) {
            try merge(incoming, into: series, span)
        }
    }

    private mutating func merge(_ incoming: [Reading], into series: Series, _ span: BlockSpan) throws {
        let stored = try blocks.block(of: series.id, spanStart: span.start)
        let merge = BlockMerge(incoming, into: stored)
        tally.add(merge, of: series.id, received: incoming.count)
        guard let block = merge.block else { return }
        try blocks.store(try BlockCodec.encode(block), of: series.id, spanStart: span.start)
        for revision in merge.revisions {
            try revisions.append(revision, of: series.id, at: now, source: source)
        }
        guard let first = incoming.map(\.start).min(), let last = incoming.map(\.start).max() else { return }
        try stale.mark(series.id, TimeSpan(start: first, end: last + series.intervalSeconds))
    }
}

/// What has been done with the readings so far.
struct IngestTally {
    static let revisionsKept = 100

    private(set) var received = 0
    private(set) var inserted = 0
    private(set) var unchanged = 0
    private(set) var revised = 0
    private(set) var revisions: [RevisionRecord] = []

    mutating func add(_ merge: BlockMerge, of series: SeriesID, received: Int) {
        self.received += received
        inserted += merge.insertedCount
        unchanged += merge.unchangedCount
        revised += merge.revisions.count
        for revision in merge.revisions.prefix(max(0, Self.revisionsKept - revisions.count)) {
            revisions.append(
                RevisionRecord(series: series, start: revision.start, old: revision.oldValue, new: revision.newValue))
        }
    }

    var receipt: IngestReceipt {
        IngestReceipt(
            received: received, inserted: inserted, unchanged: unchanged, revised: revised, revisions: revisions)
    }
}
