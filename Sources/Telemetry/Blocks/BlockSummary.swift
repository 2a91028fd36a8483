public import GridModel

/// What is known of a block without decoding it.
///
/// Least, greatest and sum are over the finite values; they are NaN when none is finite, which
/// `ReadingValidator` keeps from happening.
public struct BlockSummary: Hashable, Sendable {
    public let count: Int
    public let minimum: Double
    public let maximum: Double
    public let sum: Double
    public let firstStart: Timestamp
    public let lastStart: Timestamp
    public let lastValue: Double
    public let lastQuality: Quality
    /// Readings that are estimated or substituted (`Quality.isEstimate`).
    public let estimatedCount: Int

    public init(
        count: Int, minimum: Double, maximum: Double, sum: Double, firstStart: Timestamp, lastStart: Timestamp,
        lastValue: Double, lastQuality: Quality, estimatedCount: Int
    ) {
        self.count = count
        self.minimum = minimum
        self.maximum = maximum
        self.sum = sum
        self.firstStart = firstStart
        self.lastStart = lastStart
        self.lastValue = lastValue
        self.lastQuality = lastQuality
        self.estimatedCount = estimatedCount
    }
}

extension Quality {
    /// The value stands in for a measurement that is missing or was refused.
    public var isEstimate: Bool { self == .estimated || self == .substituted }
}
