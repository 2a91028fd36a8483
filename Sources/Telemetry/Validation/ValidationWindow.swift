public import GridModel

/// A stretch of one series to be judged, with the readings around it that the rules look at.
public struct ValidationWindow: Sendable {
    /// How much before and after the judged stretch the rules may need.
    public static let contextSeconds: Int64 = 8 * 86_400

    /// What the findings are about: those that overlap it.
    public let judged: TimeSpan
    public let intervalSeconds: Int64
    public let quantity: Quantity
    public let now: Timestamp
    /// The last reading before the block's first, however long before.
    public let previous: Reading?
    /// The readings of the judged stretch and its context, ascending.
    public let block: ReadingBlock
    /// Which of them are judged: what people and estimates have put in is not.
    let isRaw: [Bool]

    public init(
        judged: TimeSpan, series: Series, now: Timestamp, previous: Reading?, block: ReadingBlock
    ) {
        self.judged = judged
        intervalSeconds = max(1, series.intervalSeconds)
        quantity = series.quantity
        self.now = now
        self.previous = previous
        self.block = block
        isRaw = block.qualities.map { !$0.isEstimate && $0 != .edited }
    }

    var hours: Double { Double(intervalSeconds) / 3600 }

    func span(_ first: Int, _ last: Int) -> TimeSpan {
        TimeSpan(start: block.starts[first], end: block.starts[last] + intervalSeconds)
    }

    func isJudged(_ index: Int) -> Bool {
        isRaw[index] && block.starts[index] < judged.end && block.starts[index] + intervalSeconds > judged.start
    }

    /// Whether the reading follows directly on the one before it in the block.
    func isNext(_ index: Int) -> Bool {
        index > 0 && block.starts[index] - block.starts[index - 1] == intervalSeconds
    }

    /// Runs of readings, each following directly on the other, for which `belong` holds of each two neighbours.
    func runs(where belong: (Int, Int) -> Bool) -> [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        var first = 0
        for index in block.starts.indices.dropFirst() where !(isNext(index) && belong(index - 1, index)) {
            runs.append(first...index - 1)
            first = index
        }
        if !block.isEmpty { runs.append(first...block.count - 1) }
        return runs
    }
}
