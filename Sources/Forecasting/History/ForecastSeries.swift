public import GridModel

/// One series to be forecast, with what is known beside it.
public struct ForecastSeries: Sendable {
    /// A stable name of the series: its calibration is kept under it in the model.
    public let key: String
    /// Power per hour, in any unit; forecasts have the same one.
    public let load: HourlySeries
    /// Measured outdoor temperature, °C.
    public let temperature: HourlySeries?

    public init(key: String, load: HourlySeries, temperature: HourlySeries? = nil) {
        self.key = key
        self.load = load
        self.temperature = temperature
    }

    /// What was known of it at a moment: only hours that had ended.
    public func before(_ moment: Timestamp) -> ForecastSeries {
        ForecastSeries(key: key, load: load.before(moment), temperature: temperature?.before(moment))
    }
}
