public import GridModel

/// Readings of one series at its own interval length, one value for each interval in turn.
///
/// What bulk imports bring: no start and no quality for each value. An interval without a reading
/// is listed in `missing`; what stands in its place in `values` means nothing.
public struct ReadingColumn: Sendable {
    /// Of the first interval.
    public let start: Timestamp
    public let intervalSeconds: Int64
    /// In the series' unit.
    public let values: [Double]
    /// Places in `values` that hold no reading, ascending.
    public let missing: [Int]
    /// Of every reading.
    public let quality: Quality

    /// - Parameter intervalSeconds: taken as 1 when it is not positive.
    public init(start: Timestamp, intervalSeconds: Int64, values: [Double], quality: Quality = .measured) {
        self.init(start: start, intervalSeconds: intervalSeconds, values: values, missing: [], quality: quality)
    }

    /// - Parameter optionalValues: nil where there is no reading.
    public init(start: Timestamp, intervalSeconds: Int64, optionalValues: [Double?], quality: Quality = .measured) {
        self.init(
            start: start, intervalSeconds: intervalSeconds, values: optionalValues.map { $0 ?? 0 },
            missing: optionalValues.indices.filter { optionalValues[$0] == nil }, quality: quality)
    }

    init(start: Timestamp, intervalSeconds: Int64, values: [Double], missing: [Int], quality: Quality) {
        self.start = start
        self.intervalSeconds = max(1, intervalSeconds)
        self.values = values
        self.missing = missing
        self.quality = quality
    }

    /// Readings, without the missing ones.
    public var count: Int { values.count - missing.count }

    /// Of the interval at a place in `values`.
    public func start(at index: Int) -> Timestamp { start + Int64(index) * intervalSeconds }

    /// Its readings span by span, as they are stored, ascending; spans without a reading are left out.
    ///
    /// The blocks are made as they are asked for. The column must be one that `ReadingValidator` accepts.
    public var blocks: ColumnBlocks { ColumnBlocks(self) }
}
