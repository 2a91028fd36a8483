import GridModel
import Persistence
import Telemetry

/// Merges readings into the stored blocks inside one transaction, with revisions and stale marks.
///
/// Every door of ingest ends here: single readings and whole columns are cut into the blocks that they
/// are stored as, and those are merged. Readings must have passed `ReadingValidator`.
struct ReadingStore {
    /// How many spans' stored blocks are held in memory at once.
    private static let spansAtOnce = 128

    private let session: TenantSession
    private let blocks: ReadingBlockRepository
    private let revisions: RevisionRepository
    private let stale: StaleRollupRepository
    private let now: Timestamp
    private let source: String
    private let keptEdits: KeptEdits?
    private var encoder = BlockEncoder()
    private var hasDrained = false
    private(set) var tally = IngestTally()
    private var lateness: Lateness
    private var isCountingLate = false
    /// Merged, but not stored yet: of many series one after the other, so that they go to the database together.
    private var unstored: [StoredBlock] = []
    private var unstoredSeries: Set<SeriesID> = []
    private let blocksAtOnce: Int

    /// - Parameters:
    ///   - isEditing: whether a person edits or takes an edit back: then what is given stands, whatever was edited.
    ///   - blocksAtOnce: how many merged blocks are gathered before they are stored; with more than one, `finish` must
    ///     be called at the end.
    init(
        _ session: TenantSession, now: Timestamp, source: String, isEditing: Bool = false, blocksAtOnce: Int = 1
    ) {
        self.blocksAtOnce = blocksAtOnce
        keptEdits = isEditing ? nil : KeptEdits(session)
        self.session = session
        blocks = ReadingBlockRepository(session)
        revisions = RevisionRepository(session)
        stale = StaleRollupRepository(session)
        self.now = now
        self.source = source
        lateness = Lateness(session)
    }

    /// Readings in any order; of two for the same interval the later in the list serves, and one that it contradicts
    /// is a revision, as if each had come alone.
    mutating func merge(_ readings: [Reading], into series: Series) throws {
        let layers = ReadingBlock.layers(readings).map { $0.split(intervalSeconds: series.intervalSeconds) }
        isCountingLate = true
        defer { isCountingLate = false }
        if layers.count > 1 {
            let parts = layers.joined().enumerated().sorted {
                ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
            }
            try merge(parts.map(\.element), into: series)
        } else if let parts = layers.first {
            try merge(parts, into: series)
        }
        try lateness.store()
    }

    /// Takes readings away that an edit or estimate had put where there was none; the revisions say what they were.
    mutating func remove(_ readings: [Reading], from series: Series) throws {
        guard let first = readings.map(\.start).min(), let last = readings.map(\.start).max() else { return }
        try finish()
        for reading in readings {
            let removal = ReadingRevision(
                start: reading.start, oldValue: reading.value, oldQuality: reading.quality, newValue: .nan,
                newQuality: reading.quality)
            try revisions.append(removal, of: series.id, at: now, source: source)
        }
        try blocks.remove(Set(readings.map(\.start)), of: series)
        try stale.mark(series.id, TimeSpan(start: first, end: last + series.intervalSeconds))
    }

    mutating func merge(_ column: ReadingColumn, into series: Series) throws {
        try merge(column.blocks, into: series)
    }

    /// - Parameter parts: ascending; several of one span are merged in their order.
    private mutating func merge(
        _ parts: some Sequence<(span: BlockSpan, block: ReadingBlock)>, into series: Series
    ) throws {
        if !hasDrained {
            // What the ingest log holds was accepted before.
            try IngestLogDrain(session)()
            hasDrained = true
        }
        var changed: TimeSpan?
        var window: [(span: BlockSpan, block: ReadingBlock)] = []
        for part in parts {
            if let first = window.first?.span,
                part.span.start - first.start >= Int64(Self.spansAtOnce) * first.span.seconds
            {
                try mergeWindow(window, into: series, &changed)
                window.removeAll(keepingCapacity: true)
            }
            window.append(part)
        }
        try mergeWindow(window, into: series, &changed)
        if let changed { try stale.mark(series.id, changed) }
    }

    /// Merges parts that lie so close together that what is stored among them may be read at once.
    private mutating func mergeWindow(
        _ parts: [(span: BlockSpan, block: ReadingBlock)], into series: Series, _ changed: inout TimeSpan?
    ) throws {
        guard let first = parts.first?.span, let last = parts.last?.span else { return }
        if unstoredSeries.contains(series.id) { try finish() }
        var stored = try DamagedBlocks.settingAside(
            session, of: [series], in: TimeSpan(start: first.start, end: last.start)
        ) { try blocks.blocks(of: series.id, spansFrom: first.start, through: last.start) }
        let known = tally.inserted
        var extent: (first: Timestamp, last: Timestamp)?
        var changedSpans: Set<Timestamp> = []
        for (span, incoming) in parts {
            let readings = try keptEdits?(incoming, over: stored[span.start], of: series.id) ?? incoming
            let merge = BlockMerge(readings, into: stored[span.start])
            tally.add(merge, of: series.id)
            if isCountingLate {
                try lateness.count(
                    incoming, besides: stored[span.start], of: series.id, intervalSeconds: series.intervalSeconds,
                    latest: now
                ) { _ in now }
            }
            guard let block = merge.block else { continue }
            stored[span.start] = block
            changedSpans.insert(span.start)
            for revision in merge.revisions {
                try revisions.append(revision, of: series.id, at: now, source: source)
            }
            guard let from = incoming.starts.first, let to = incoming.starts.last else { continue }
            changed = TimeSpan(
                start: min(changed?.start ?? from, from),
                end: max(changed?.end ?? to, to + series.intervalSeconds))
            extent = (min(extent?.first ?? from, from), max(extent?.last ?? to, to))
        }
        for start in changedSpans.sorted() {
            guard let block = stored[start] else { continue }
            let summary = try encoder.encode(block)
            unstored.append(
                StoredBlock(EncodedBlock(summary: summary, payload: encoder.payload), of: series.id, spanStart: start))
        }
        if !changedSpans.isEmpty { unstoredSeries.insert(series.id) }
        if unstored.count >= blocksAtOnce { try finish() }
        // Window by window: where a damaged block was set aside, the series has just been counted anew.
        if let extent {
            try blocks.extend(series.id, by: tally.inserted - known, first: extent.first, last: extent.last)
        }
    }

    /// Stores what has been merged.
    mutating func finish() throws {
        try blocks.store(unstored)
        unstored.removeAll(keepingCapacity: true)
        unstoredSeries.removeAll(keepingCapacity: true)
    }
}
