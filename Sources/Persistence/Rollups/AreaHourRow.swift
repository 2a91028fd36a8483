public import GridModel
import Telemetry

/// An hour of a zone or feeder as stored.
public struct AreaHourRow: Hashable, Sendable {
    public let start: Timestamp
    public let consumptionKW: Double
    public let generationKW: Double
    public let netLoadKW: Double
    public let reportingSeries: Int
    public let expectedSeries: Int
    public let estimatedCount: Int
    public let estimatedSeries: Int

    init(_ row: any SQLRow) {
        start = row.timestamp(0)
        consumptionKW = row.real(1)
        generationKW = row.real(2)
        netLoadKW = row.real(3)
        reportingSeries = row.int(4)
        expectedSeries = row.int(5)
        estimatedCount = row.int(6)
        estimatedSeries = row.int(7)
    }

    init(_ hour: AreaHour) {
        start = hour.start
        consumptionKW = hour.consumptionKW
        generationKW = hour.generationKW
        netLoadKW = hour.netLoadKW
        reportingSeries = hour.completeSeries
        expectedSeries = hour.expectedSeries
        estimatedCount = hour.estimatedCount
        estimatedSeries = hour.estimatedSeries
    }

    /// Every expected series reported or is estimated.
    public var isComplete: Bool { reportingSeries + estimatedSeries == expectedSeries }
    /// Whether an estimate is in it: of a whole series, or among its readings.
    public var isEstimated: Bool { estimatedSeries > 0 || estimatedCount > 0 }
}

extension AreaHourRow {
    /// The hours as columns of numbers, in the order of the properties; whole numbers stay exact in a double.
    static func columns(_ hours: [AreaHourRow]) -> [[Double]] {
        [
            hours.map { Double($0.start.secondsSinceEpoch) }, hours.map(\.consumptionKW), hours.map(\.generationKW),
            hours.map(\.netLoadKW), hours.map { Double($0.reportingSeries) }, hours.map { Double($0.expectedSeries) },
            hours.map { Double($0.estimatedCount) }, hours.map { Double($0.estimatedSeries) },
        ]
    }

    /// Nil where the columns are not such.
    static func hours(_ columns: [[Double]]) -> [AreaHourRow]? {
        guard columns.count == 8 else { return nil }
        var hours: [AreaHourRow] = []
        hours.reserveCapacity(columns[0].count)
        for index in columns[0].indices {
            guard let hour = AreaHourRow(columns, at: index) else { return nil }
            hours.append(hour)
        }
        return hours
    }

    private init?(_ columns: [[Double]], at index: Int) {
        guard let start = Int64(exactly: columns[0][index]), let reporting = Int(exactly: columns[4][index]),
            let expected = Int(exactly: columns[5][index]), let estimated = Int(exactly: columns[6][index]),
            let estimatedSeries = Int(exactly: columns[7][index])
        else { return nil }
        self.start = Timestamp(secondsSinceEpoch: start)
        consumptionKW = columns[1][index]
        generationKW = columns[2][index]
        netLoadKW = columns[3][index]
        reportingSeries = reporting
        expectedSeries = expected
        estimatedCount = estimated
        self.estimatedSeries = estimatedSeries
    }
}
