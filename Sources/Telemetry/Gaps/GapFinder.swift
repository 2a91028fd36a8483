public import GridModel

/// Finds the intervals of a span that have no reading.
///
/// Blocks come in any order; memory grows with the number of gaps, not of readings.
public struct GapFinder: Sendable {
    private let intervalSeconds: Int64
    /// Interval numbers since the epoch whose start lies in the span.
    private let wanted: Range<Int64>
    /// Runs of interval numbers that are there, ascending, neither touching nor overlapping.
    private var present: [Range<Int64>] = []

    /// - Parameter intervalSeconds: taken as 1 when it is not positive.
    public init(span: TimeSpan, intervalSeconds: Int64) {
        let interval = max(1, intervalSeconds)
        self.intervalSeconds = interval
        let first = Self.number(of: span.start + (interval - 1), interval)
        wanted = first..<max(first, Self.number(of: span.end + (interval - 1), interval))
    }

    public mutating func add(_ block: ReadingBlock) {
        var run: Range<Int64>?
        for start in block.starts {
            let number = Self.number(of: start, intervalSeconds)
            if let current = run, current.upperBound >= number {
                run = current.lowerBound..<max(current.upperBound, number + 1)
            } else {
                if let run { insert(run) }
                run = number..<number + 1
            }
        }
        if let run { insert(run) }
    }

    /// The longest stretches without a reading, ascending.
    public var gaps: [TimeSpan] {
        var gaps: [TimeSpan] = []
        var next = wanted.lowerBound
        for run in present {
            if next < run.lowerBound { gaps.append(span(next..<run.lowerBound)) }
            next = run.upperBound
        }
        if next < wanted.upperBound { gaps.append(span(next..<wanted.upperBound)) }
        return gaps
    }

    /// How many intervals have no reading.
    public var missingCount: Int {
        wanted.count - present.reduce(0) { $0 + $1.count }
    }

    private func span(_ numbers: Range<Int64>) -> TimeSpan {
        TimeSpan(
            start: Timestamp(secondsSinceEpoch: numbers.lowerBound * intervalSeconds),
            end: Timestamp(secondsSinceEpoch: numbers.upperBound * intervalSeconds))
    }

    private mutating func insert(_ run: Range<Int64>) {
        let run = run.clamped(to: wanted)
        guard !run.isEmpty else { return }
        // Blocks mostly come in order: then this is the end of the list at once.
        var low = present.count
        while low > 0, present[low - 1].upperBound >= run.lowerBound { low -= 1 }
        var high = low
        var merged = run
        while high < present.count, present[high].lowerBound <= run.upperBound {
            let other = present[high]
            merged = min(merged.lowerBound, other.lowerBound)..<max(merged.upperBound, other.upperBound)
            high += 1
        }
        present.replaceSubrange(low..<high, with: [merged])
    }

    private static func number(of moment: Timestamp, _ interval: Int64) -> Int64 {
        moment.floored(toMultipleOf: interval).secondsSinceEpoch / interval
    }
}
