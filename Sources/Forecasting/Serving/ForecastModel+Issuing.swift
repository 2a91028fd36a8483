import GridModel

extension ForecastModel {
    /// The forecasts of each series at each issue time (whole hours), by series.
    ///
    /// Each is what would have been issued then: inputs, band and fallback rest on hours before its issue
    /// time only. Many at once because they share the past answers that their bands are made of.
    func forecasts(
        _ series: [ForecastSeries], at issueTimes: [Timestamp], calendar: ForecastCalendar
    ) -> [[Forecast]] {
        guard let first = issueTimes.min(), let last = issueTimes.max() else { return series.map { _ in [] } }
        let earliest = series.map(\.load.start).min() ?? first
        let span = TimeSpan(start: min(earliest, first) - 26 * 3600, end: last + 49 * 3600)
        let hours = calendar.hours(covering: span)
        let inputs = series.map {
            ForecastInputs(
                $0, hours: hours, through: last, climate: description.climate, usesSeason: description.usesSeason)
        }
        let answers = PastAnswers(self, inputs, issueTimes)
        var bySeries = [[Forecast]](repeating: [], count: series.count)
        for issuedAt in issueTimes {
            let factors = answers.factors(at: issuedAt)
            for (number, input) in inputs.enumerated() {
                bySeries[number].append(
                    forecast(series[number], input, answers[number, issuedAt], factors[number], issuedAt))
            }
        }
        return bySeries
    }

    /// Why the model cannot be used at an hour; nil when it can.
    func obstacle(_ input: ForecastInputs, at issue: Int) -> String? {
        if description.usesTemperature, input.temperature == nil {
            return "the model needs the temperature, which the series does not have"
        }
        return input.obstacle(at: issue)
    }

    private func forecast(
        _ series: ForecastSeries, _ input: ForecastInputs, _ quantiles: RawQuantiles?,
        _ recent: QuantileCalibration?, _ issuedAt: Timestamp
    ) -> Forecast {
        let issue = input.history.index(of: issuedAt)
        guard let quantiles else {
            let reason = obstacle(input, at: issue) ?? "the model gave no answer"
            return SeasonalBaseline.forecast(series, issuedAt: issuedAt, reason: reason)
        }
        let calibration = recent ?? description.seriesCalibration[series.key] ?? description.calibration
        let points = (0..<ForecastLayout.horizon).map { hour in
            let (p10, p50, p90) = quantiles.calibrated(hour, calibration)
            return ForecastPoint(start: issuedAt + Int64(hour) * 3600, p10: p10, p50: p50, p90: p90)
        }
        guard points.allSatisfy({ $0.p10.isFinite && $0.p50.isFinite && $0.p90.isFinite }) else {
            return SeasonalBaseline.forecast(
                series, issuedAt: issuedAt, reason: "the model gave a value that is not a number")
        }
        let filled = (issue - ForecastLayout.steps..<issue).filter { input.history.isFilled[$0] }
        return Forecast(
            seriesKey: series.key, issuedAt: issuedAt, points: points, source: .model,
            filledHours: filled.map { input.history.start + Int64($0) * 3600 })
    }
}
