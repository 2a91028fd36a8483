public import GridModel

/// Makes a column of readings that come one by one, ascending and of one quality.
public struct ReadingColumnBuilder: Sendable {
    private let intervalSeconds: Int64
    private let maximumMissing: Int
    private var first: Reading?
    private var values: [Double] = []
    private var missing: [Int] = []

    /// - Parameters:
    ///   - intervalSeconds: taken as 1 when it is not positive.
    ///   - maximumMissing: the longest gap that is bridged; it bounds the memory two readings can ask for.
    public init(intervalSeconds: Int64, maximumMissing: Int = 100_000) {
        self.intervalSeconds = max(1, intervalSeconds)
        self.maximumMissing = maximumMissing
    }

    public var isEmpty: Bool { values.isEmpty }

    /// - Returns: false, and the reading is not taken, when it does not continue the column: it is not later, does
    ///   not lie on the grid of the first one, has another quality or lies after too long a gap.
    public mutating func append(_ reading: Reading) -> Bool {
        guard let first else {
            self.first = reading
            values.append(reading.value)
            return true
        }
        let (offset, overflow) = reading.start.secondsSinceEpoch.subtractingReportingOverflow(
            first.start.secondsSinceEpoch)
        guard !overflow, offset % intervalSeconds == 0, reading.quality == first.quality else { return false }
        let gap = offset / intervalSeconds - Int64(values.count)
        guard gap >= 0, gap <= Int64(maximumMissing) else { return false }
        for _ in 0..<gap {
            missing.append(values.count)
            values.append(0)
        }
        values.append(reading.value)
        return true
    }

    /// Nil when nothing was appended. The builder is empty then.
    public mutating func finish() -> ReadingColumn? {
        guard let first else { return nil }
        let column = ReadingColumn(
            start: first.start, intervalSeconds: intervalSeconds, values: values, missing: missing,
            quality: first.quality)
        self = ReadingColumnBuilder(intervalSeconds: intervalSeconds, maximumMissing: maximumMissing)
        return column
    }
}
