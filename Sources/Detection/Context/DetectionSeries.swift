public import GridModel

/// One hourly series to be watched: energy or power that is zero or more.
public struct DetectionSeries: Sendable {
    /// A stable name: the series' own normalisation is kept under it in the model.
    public let key: String
    public let values: HourlySeries
    /// For sentences: "kWh".
    public let unit: String

    public init(key: String, values: HourlySeries, unit: String) {
        self.key = key
        self.values = values
        self.unit = unit
    }
}
