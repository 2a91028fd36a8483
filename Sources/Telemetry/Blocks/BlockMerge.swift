import GridModel

/// What merging incoming readings into a stored block does to it.
///
/// Late, out-of-order and repeated readings are normal. A reading that is stored already with
/// the same value (bit by bit) and quality changes nothing; one that differs becomes a revision:
/// the new value serves, the old one is handed back for the log. Several incoming readings of one interval are merged
/// one after the other, as if each had come alone: the last one serves, and those it contradicts are revisions.
public struct BlockMerge: Hashable, Sendable {
    /// The block to store; nil when nothing changed.
    public let block: ReadingBlock?
    public let insertedCount: Int
    public let unchangedCount: Int
    /// Ascending by start.
    public let revisions: [ReadingRevision]

    /// - Parameter incoming: sorted, each start once, as a block is; `ReadingBlock.layers` makes such blocks.
    public init(_ incoming: ReadingBlock, into stored: ReadingBlock?) {
        guard let stored, !stored.isEmpty else {
            block = incoming.isEmpty ? nil : incoming
            insertedCount = incoming.count
            unchangedCount = 0
            revisions = []
            return
        }
        var columns = MergedColumns(stored, capacity: stored.count + incoming.count)
        for index in incoming.starts.indices { columns.take(incoming[index]) }
        columns.takeRest()
        insertedCount = columns.starts.count - stored.count
        revisions = columns.revisions
        unchangedCount = incoming.count - insertedCount - revisions.count
        block = insertedCount == 0 && revisions.isEmpty ? nil : columns.block
    }
}

/// The stored columns with the incoming readings put in, ascending.
private struct MergedColumns {
    private let stored: ReadingBlock
    private var next = 0
    private(set) var starts: [Timestamp] = []
    private var values: [Double] = []
    private var qualities: [Quality] = []
    private(set) var revisions: [ReadingRevision] = []

    init(_ stored: ReadingBlock, capacity: Int) {
        self.stored = stored
        starts.reserveCapacity(capacity)
        values.reserveCapacity(capacity)
        qualities.reserveCapacity(capacity)
    }

    var block: ReadingBlock { ReadingBlock(uncheckedStarts: starts, values: values, qualities: qualities) }

    mutating func take(_ reading: Reading) {
        while next < stored.count, stored.starts[next] < reading.start { takeStored() }
        if next < stored.count, stored.starts[next] == reading.start {
            let before = stored[next]
            next += 1
            if !before.saysTheSame(as: reading) {
                revisions.append(ReadingRevision(from: before, to: reading))
            }
        }
        append(reading)
    }

    mutating func takeRest() {
        while next < stored.count { takeStored() }
    }

    private mutating func takeStored() {
        append(stored[next])
        next += 1
    }

    private mutating func append(_ reading: Reading) {
        starts.append(reading.start)
        values.append(reading.value)
        qualities.append(reading.quality)
    }
}
