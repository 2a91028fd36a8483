/// How good forecasts were over some held-out hours, next to the seasonal naive of the same hours.
public struct ForecastScore: Sendable, Hashable, Codable {
    /// Hours scored: those with a reading.
    public let count: Int
    /// Mean absolute error of P50, in the series' unit.
    public let mae: Double
    /// Root mean squared error of P50, in the series' unit.
    public let rmse: Double
    /// MAE as % of the mean absolute load of the same hours.
    public let nmaePercent: Double
    /// MAE over the mean absolute weekly difference before the held-out span (Hyndman & Koehler
    /// 2006, with season 168 h); nil without such differences.
    public let mase: Double?
    /// Share of hours between P10 and P90; 80 is right.
    public let coverage80Percent: Double
    /// Mean pinball loss over P10, P50, P90 as % of the mean absolute load.
    public let pinballPercent: Double
    /// The same of the baseline, over those of the hours it has a value for; nil when none.
    public let baselineMae: Double?
    public let baselineNmaePercent: Double?
    /// The 24-hour naive.
    public let dayBaselineMae: Double?
    /// How much lower the MAE is than the baseline's on the hours both have, %.
    public let skillPercent: Double?
    /// Forecasts among those scored that fell back to the baseline.
    public let fallbackForecasts: Int

    public var baselineName: String { SeasonalBaseline.weekName }

    /// The mean over series, each counting the same; nil for none.
    static func average(_ scores: [ForecastScore]) -> ForecastScore? {
        guard !scores.isEmpty else { return nil }
        func mean(_ value: (ForecastScore) -> Double) -> Double {
            scores.map(value).reduce(0, +) / Double(scores.count)
        }
        func meanOfKnown(_ value: (ForecastScore) -> Double?) -> Double? {
            let known = scores.compactMap(value)
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
        return ForecastScore(
            count: scores.map(\.count).reduce(0, +), mae: mean(\.mae), rmse: mean(\.rmse),
            nmaePercent: mean(\.nmaePercent), mase: meanOfKnown(\.mase), coverage80Percent: mean(\.coverage80Percent),
            pinballPercent: mean(\.pinballPercent), baselineMae: meanOfKnown(\.baselineMae),
            baselineNmaePercent: meanOfKnown(\.baselineNmaePercent), dayBaselineMae: meanOfKnown(\.dayBaselineMae),
            skillPercent: meanOfKnown(\.skillPercent),
            fallbackForecasts: scores.map(\.fallbackForecasts).reduce(0, +))
    }
}
