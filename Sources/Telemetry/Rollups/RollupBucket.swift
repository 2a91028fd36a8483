public import GridModel

/// What the readings of one hour or day of one series come to.
public struct RollupBucket: Hashable, Sendable {
    public let span: TimeSpan
    public let count: Int
    /// How many intervals begin in the span: what a complete bucket counts.
    public let expectedCount: Int
    /// Of the readings that are there; for energy the bucket's kWh if it is complete.
    public let sum: Double
    public let minimum: Double
    public let maximum: Double
    /// Readings that are estimated or substituted.
    public let estimatedCount: Int

    public init(
        span: TimeSpan, count: Int, expectedCount: Int, sum: Double, minimum: Double, maximum: Double,
        estimatedCount: Int
    ) {
        self.span = span
        self.count = count
        self.expectedCount = expectedCount
        self.sum = sum
        self.minimum = minimum
        self.maximum = maximum
        self.estimatedCount = estimatedCount
    }

    public var mean: Double { sum / Double(count) }
    public var isComplete: Bool { count >= expectedCount }

    /// The bucket as one value of its series: energies add up (kWh), everything else is averaged.
    public func value(of quantity: Quantity) -> Double { quantity.isEnergy ? sum : mean }
}

extension Quantity {
    /// An amount per interval that adds up over time, not a level that is averaged.
    public var isEnergy: Bool { self == .activeEnergyImport || self == .activeEnergyExport }
}
