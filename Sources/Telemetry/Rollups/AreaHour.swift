public import GridModel

/// What a feeder or zone drew from the grid in one UTC hour, mean kW.
///
/// The powers are of the series that reported, and of estimates for `estimatedSeries` that did not. Where
/// others are missing, they are too low (or, with generators missing, the net load too high): `isComplete`
/// says whether to trust them.
public struct AreaHour: Hashable, Sendable {
    public let start: Timestamp
    public let consumptionKW: Double
    public let generationKW: Double
    /// Consumption less generation, and what series of net load add.
    public let netLoadKW: Double
    /// Series that should have reported.
    public let expectedSeries: Int
    /// Series that reported every interval of the hour.
    public let completeSeries: Int
    /// Series that reported some intervals of the hour only.
    public let partialSeries: Int
    /// Readings that are estimated or substituted.
    public let estimatedCount: Int
    /// Series whose part is estimated because they did not report the whole hour.
    public let estimatedSeries: Int

    public init(
        start: Timestamp, consumptionKW: Double, generationKW: Double, netLoadKW: Double, expectedSeries: Int,
        completeSeries: Int, partialSeries: Int, estimatedCount: Int, estimatedSeries: Int = 0
    ) {
        self.start = start
        self.consumptionKW = consumptionKW
        self.generationKW = generationKW
        self.netLoadKW = netLoadKW
        self.expectedSeries = expectedSeries
        self.completeSeries = completeSeries
        self.partialSeries = partialSeries
        self.estimatedCount = estimatedCount
        self.estimatedSeries = estimatedSeries
    }

    /// Every expected series reported every interval, or is estimated.
    public var isComplete: Bool { completeSeries + estimatedSeries == expectedSeries }
    /// Every expected series reported every interval.
    public var isReported: Bool { completeSeries == expectedSeries }
    /// 0…1, complete series of expected ones.
    public var completeness: Double { expectedSeries == 0 ? 0 : Double(completeSeries) / Double(expectedSeries) }
}
