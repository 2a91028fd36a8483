public import GridModel

/// Some readings of one series, in the order of the file.
public struct SeriesReadings: Hashable, Sendable {
    public let series: Series
    public let readings: [Reading]

    public init(series: Series, readings: [Reading]) {
        self.series = series
        self.readings = readings
    }
}
