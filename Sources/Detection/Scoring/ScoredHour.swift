public import GridModel

/// How strange one hour is.
public struct ScoredHour: Sendable, Hashable {
    /// Half the width of the expected band in robust spreads: nine in ten like hours, were they normally distributed.
    static let bandSpreads = 1.645

    public let start: Timestamp
    /// Mean rarity of the reconstruction errors; about 1 is usual.
    public let score: Double
    public let threshold: Double
    public let actual: Double
    /// Median of the like hours of the last four weeks.
    public let expected: Double
    public let expectedLow: Double
    public let expectedHigh: Double

    public var isAnomalous: Bool { score > threshold }
}
