public import GridModel

/// Replays the past: at each local midnight the forecast that would have been issued then.
public enum Backtest {
    /// Every local midnight whose 24 target hours lie within the span.
    public static func issueTimes(over span: TimeSpan, calendar: CityCalendar) -> [Timestamp] {
        var times: [Timestamp] = []
        var date = calendar.localDate(of: span.start)
        while true {
            let midnight = calendar.start(of: date)
            guard midnight + 24 * 3600 <= span.end else { return times }
            if midnight >= span.start { times.append(midnight) }
            date = date.adding(days: 1)
        }
    }

    /// The forecasts at each midnight for each series, by series; each sees only what was before it.
    public static func forecasts(
        _ model: ForecastModel, _ series: [ForecastSeries], calendar: ForecastCalendar, over span: TimeSpan
    ) -> [[Forecast]] {
        model.forecasts(series, at: issueTimes(over: span, calendar: calendar.calendar), calendar: calendar)
    }

    public static func evaluate(
        _ model: ForecastModel, _ series: [ForecastSeries], calendar: ForecastCalendar, over span: TimeSpan
    ) -> ForecastEvaluation {
        scored(series, forecasts(model, series, calendar: calendar, over: span), over: span)
    }

    /// The seasonal baseline with its empirical quantiles, at the same issue times.
    public static func evaluateBaseline(
        _ series: [ForecastSeries], calendar: ForecastCalendar, over span: TimeSpan
    ) -> ForecastEvaluation {
        let times = issueTimes(over: span, calendar: calendar.calendar)
        let forecasts = series.map { one in
            times.map { SeasonalBaseline.forecast(one, issuedAt: $0, reason: "asked for") }
        }
        return scored(series, forecasts, over: span)
    }

    private static func scored(
        _ series: [ForecastSeries], _ forecasts: [[Forecast]], over span: TimeSpan
    ) -> ForecastEvaluation {
        let scores = zip(series, forecasts).compactMap { one, forecasts -> ForecastEvaluation.SeriesScore? in
            ForecastScore(forecasts, against: one.load, estimatedHours: one.estimatedHours).map {
                .init(key: one.key, score: $0)
            }
        }
        return ForecastEvaluation(
            from: span.start, to: span.end, total: ForecastScore.average(scores.map(\.score)), perSeries: scores)
    }
}
