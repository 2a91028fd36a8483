import GridModel

extension ReadingBlock {
    /// Its readings span by span, as they are stored, ascending.
    ///
    /// - Parameter intervalSeconds: of the series.
    public func split(intervalSeconds: Int64) -> [(span: BlockSpan, block: ReadingBlock)] {
        var parts: [(span: BlockSpan, block: ReadingBlock)] = []
        var low = 0
        while low < count {
            let span = BlockSpan(containing: starts[low], intervalSeconds: intervalSeconds)
            var high = low + 1
            while high < count, starts[high] < span.end { high += 1 }
            if low == 0, high == count { return [(span, self)] }
            parts.append(
                (
                    span,
                    ReadingBlock(
                        uncheckedStarts: Array(starts[low..<high]), values: Array(values[low..<high]),
                        qualities: Array(qualities[low..<high]))
                ))
            low = high
        }
        return parts
    }
}
