/// What the network reads: 168 past hours, and for each of 24 target hours what is known of it.
///
/// Loads are in units of the last week: less its mean, over its standard deviation.
enum ForecastLayout {
    static let horizon = 24
    /// Hours of history the recurrent network walks through.
    static let steps = 168
    /// Hours of history that must exist: the longest lag of the features.
    static let historyHours = 672
    static let quantiles: [Double] = [0.1, 0.5, 0.9]
    /// The lags, in hours, whose value at the target hour is an input: every day of a week, then weeks.
    static let lags = [24, 48, 72, 96, 120, 144, 168, 336, 504, 672]
    /// Days that the training must have seen for the day of the year to be an input.
    static let seasonDays = 365
    /// At most so many hours of the last week, in a row of at most so many, may have been filled.
    static let mostMissingInWeek = 24
    static let longestGapInWeek = 12
    static let mostMissingInHistory = 84
    /// Hours of the last day without a temperature that a model with temperature bears.
    static let mostMissingTemperatures = 6

    /// Load, load a week before, change on the day before, hour and weekday on the circle, holiday.
    static func stepWidth(usesTemperature: Bool) -> Int { usesTemperature ? 10 : 8 }

    /// Lags less the baseline (10), their median and mean (2), the baseline, recent changes (2),
    /// the last day's mean, calendar (16), position in the horizon, spread over level.
    static func targetWidth(usesTemperature: Bool) -> Int { usesTemperature ? 37 : 34 }
}
