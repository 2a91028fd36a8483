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
    /// Uses only hours that ended by `issuedAt`, whatever the series hold beyond. A series the
    /// model cannot be used for gets the seasonal baseline, with the reason.
    public func forecast(
        _ series: [ForecastSeries], issuedAt: Timestamp, calendar: ForecastCalendar
    ) -> [Forecast] {
        let issuedAt = issuedAt.floored(toMultipleOf: 3600)
        let known = series.map { Self.recent($0, issuedAt) }
        let first = issuedAt - Int64(ForecastLayout.historyHours + 26) * 3600
        let hours = calendar.hours(covering: TimeSpan(start: first, end: issuedAt + 49 * 3600))
        let inputs = known.map {
            ForecastInputs($0, hours: hours, through: issuedAt, climate: description.climate)
        }
        var forecasts = [Forecast?](repeating: nil, count: series.count)
        var usable: [Int] = []
        for (index, input) in inputs.enumerated() {
            let issue = input.history.index(of: issuedAt)
            if let reason = obstacle(input, at: issue) {
                forecasts[index] = SeasonalBaseline.forecast(series[index], issuedAt: issuedAt, reason: reason)
            } else {
                usable.append(index)
            }
        }
        let issues = usable.map { (inputs[$0], inputs[$0].history.index(of: issuedAt)) }
        for (index, quantiles) in zip(usable, raw(issues)) {
            let forecast = finished(series[index].key, issuedAt, quantiles, inputs[index])
            forecasts[index] =
                forecast
                ?? SeasonalBaseline.forecast(
                    series[index], issuedAt: issuedAt, reason: "the model gave a value that is not a number")
        }
        return forecasts.compactMap { $0 }
    }

    private func obstacle(_ input: ForecastInputs, at issue: Int) -> String? {
        if description.usesTemperature, input.temperature == nil {
            return "the model needs the temperature, which the series does not have"
        }
        return input.obstacle(at: issue)
    }

    /// The last four weeks before the issue time: all that the features read.
    private static func recent(_ series: ForecastSeries, _ issuedAt: Timestamp) -> ForecastSeries {
        let span = TimeSpan(start: issuedAt - Int64(ForecastLayout.historyHours) * 3600, end: issuedAt)
        return ForecastSeries(
            key: series.key, load: series.load.slice(span), temperature: series.temperature?.slice(span))
    }

    private func finished(
        _ key: String, _ issuedAt: Timestamp, _ quantiles: RawQuantiles, _ input: ForecastInputs
    ) -> Forecast? {
        let calibration = description.seriesCalibration[key] ?? description.calibration
        let points = (0..<ForecastLayout.horizon).map { hour in
            let (p10, p50, p90) = quantiles.calibrated(hour, calibration)
            return ForecastPoint(start: issuedAt + Int64(hour) * 3600, p10: p10, p50: p50, p90: p90)
        }
        guard points.allSatisfy({ $0.p10.isFinite && $0.p50.isFinite && $0.p90.isFinite }) else { return nil }
        let issue = input.history.index(of: issuedAt)
        let filled = (issue - ForecastLayout.steps..<issue).filter { input.history.isFilled[$0] }
        return Forecast(
            seriesKey: key, issuedAt: issuedAt, points: points, source: .model,
            filledHours: filled.map { input.history.start + Int64($0) * 3600 })
    }
}
