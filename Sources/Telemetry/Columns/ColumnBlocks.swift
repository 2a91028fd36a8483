import GridModel

/// A column cut into the blocks that it is stored as.
public struct ColumnBlocks: Sequence, IteratorProtocol, Sendable {
    private let column: ReadingColumn
    private var place = 0
    private var nextMissing = 0

    init(_ column: ReadingColumn) {
        self.column = column
    }

    public mutating func next() -> (span: BlockSpan, block: ReadingBlock)? {
        while place < column.values.count {
            let step = column.intervalSeconds
            let first = column.start(at: place)
            let span = BlockSpan(containing: first, intervalSeconds: step)
            let places = place..<Swift.min(column.values.count, place + Int((span.end - first + step - 1) / step))
            let firstMissing = nextMissing
            while nextMissing < column.missing.count, column.missing[nextMissing] < places.upperBound {
                nextMissing += 1
            }
            place = places.upperBound
            let block = block(places, without: column.missing[firstMissing..<nextMissing])
            if !block.isEmpty { return (span, block) }
        }
        return nil
    }

    private func block(_ places: Range<Int>, without missing: ArraySlice<Int>) -> ReadingBlock {
        guard !missing.isEmpty else {
            return ReadingBlock(
                regularFrom: column.start(at: places.lowerBound), intervalSeconds: column.intervalSeconds,
                values: Array(column.values[places]), quality: column.quality)
        }
        let absent = Set(missing)
        let present = places.filter { !absent.contains($0) }
        return ReadingBlock(
            uncheckedStarts: present.map(column.start(at:)), values: present.map { column.values[$0] },
            qualities: Array(repeating: column.quality, count: present.count))
    }
}
