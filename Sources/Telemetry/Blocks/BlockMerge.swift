public import GridModel

/// What merging incoming readings into a stored block does to it.
///
/// Late, out-of-order and repeated readings are normal. A reading that is stored already with
/// the same value (bit by bit) and quality changes nothing; one that differs becomes a revision:
/// the new value serves, the old one is handed back for the log. Of several incoming readings of
/// one interval the last one counts; the others are counted as unchanged.
public struct BlockMerge: Hashable, Sendable {
    /// The block to store; nil when nothing changed.
    public let block: ReadingBlock?
    public let insertedCount: Int
    public let unchangedCount: Int
    /// Ascending by start.
    public let revisions: [ReadingRevision]

    public init(_ incoming: some Sequence<Reading>, into stored: ReadingBlock?) {
        let all = Array(incoming)
        let batch = all.sortedByStartKeepingLast()
        let old = stored ?? ReadingBlock()
        var merged: [Reading] = []
        merged.reserveCapacity(old.count + batch.count)
        var unchanged = all.count - batch.count
        var revisions: [ReadingRevision] = []
        var next = 0
        for reading in batch {
            while next < old.count, old.starts[next] < reading.start {
                merged.append(old[next])
                next += 1
            }
            if next < old.count, old.starts[next] == reading.start {
                let before = old[next]
                next += 1
                if before.value.bitPattern == reading.value.bitPattern, before.quality == reading.quality {
                    unchanged += 1
                } else {
                    revisions.append(ReadingRevision(from: before, to: reading))
                }
            }
            merged.append(reading)
        }
        while next < old.count {
            merged.append(old[next])
            next += 1
        }
        insertedCount = merged.count - old.count
        unchangedCount = unchanged
        self.revisions = revisions
        if insertedCount == 0, revisions.isEmpty {
            block = nil
        } else {
            block = ReadingBlock(
                uncheckedStarts: merged.map(\.start), values: merged.map(\.value), qualities: merged.map(\.quality))
        }
    }
}
