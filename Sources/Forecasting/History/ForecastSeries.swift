public import GridModel

/// One series to be forecast, with what is known beside it.
public struct ForecastSeries: Sendable {
    /// A stable name of the series: its calibration is kept under it in the model.
    public let key: String
    /// Power per hour, in any unit; forecasts have the same one.
    public let load: HourlySeries
    /// Hours of the load that rest on estimates: they serve as history, but no forecast is scored on them.
    public let estimatedHours: Set<Timestamp>
    /// Measured outdoor temperature, °C.
    public let temperature: HourlySeries?

    public init(
        key: String, load: HourlySeries, estimatedHours: Set<Timestamp> = [], temperature: HourlySeries? = nil
    ) {
        self.key = key
        self.load = load
        self.estimatedHours = estimatedHours
        self.temperature = temperature
    }

    /// What was known of it at a moment: only hours that had ended.
    public func before(_ moment: Timestamp) -> ForecastSeries {
        ForecastSeries(
            key: key, load: load.before(moment), estimatedHours: estimatedHours,
            temperature: temperature?.before(moment))
    }
}
