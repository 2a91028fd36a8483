public import GridModel
import Learning

/// A trained day-ahead forecaster: immutable, shared by any number of threads.
public struct ForecastModel: Sendable {
    public let description: ForecastModelDescription
    let network: ForecastNetwork
    let members: [FrozenParameters]

    init(description: ForecastModelDescription, network: ForecastNetwork, members: [ParameterSet]) {
        self.description = description
        self.network = network
        self.members = members.map { FrozenParameters($0) }
    }

    /// Forecasts the 24 hours from `issuedAt` (floored to the hour) on for each series, in order.
    ///
    /// Uses only hours that ended by `issuedAt`, whatever the series hold beyond. The band follows how the
    /// model's forecasts of the last six weeks did (`BandRecalibration`). A series the model cannot be used
    /// for gets the seasonal baseline, with the reason.
    public func forecast(
        _ series: [ForecastSeries], issuedAt: Timestamp, calendar: ForecastCalendar
    ) -> [Forecast] {
        let issuedAt = issuedAt.floored(toMultipleOf: 3600)
        let known = series.map { Self.recent($0, issuedAt) }
        return forecasts(known, at: [issuedAt], calendar: calendar).map { $0[0] }
    }

    /// The readings that a forecast and its band rest on.
    public static let historyHours = ForecastLayout.historyHours + 24 * BandRecalibration.days

    private static func recent(_ series: ForecastSeries, _ issuedAt: Timestamp) -> ForecastSeries {
        let span = TimeSpan(start: issuedAt - Int64(historyHours) * 3600, end: issuedAt)
        return ForecastSeries(
            key: series.key, load: series.load.slice(span), temperature: series.temperature?.slice(span))
    }
}
