public import GridModel

/// Consecutive strange hours of one series, as one finding.
public struct AnomalyEvent: Sendable, Hashable {
    public let seriesKey: String
    /// The hours that bear the evidence, without those that were only strange because of what had just
    /// been; a lasting change from the hour it began.
    public let span: TimeSpan
    public let kind: AnomalyKind
    /// The highest of its hours.
    public let score: Double
    public let threshold: Double
    /// The hour that departs most from what is usual; the values that follow are of that hour.
    public let peakAt: Timestamp
    public let actual: Double
    public let expected: Double
    public let expectedLow: Double
    public let expectedHigh: Double
    /// A sentence in plain words with the numbers.
    public let reason: String
    /// It reaches the newest judged hour: it may go on.
    public let isOngoing: Bool
}
