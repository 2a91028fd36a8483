public import GridModel

/// The forecast that every other one has to beat: the same hour a week (or a day) ago.
public enum SeasonalBaseline {
    public static let weekName = "seasonal naive (168 h)"
    public static let dayName = "naive (24 h)"

    /// One target hour of a plain baseline.
    public struct Point: Sendable, Hashable {
        public let start: Timestamp
        public let value: Double
    }

    /// The values `lag` hours before each target hour; target hours whose value is missing, or was
    /// not yet known at the issue time, are left out.
    public static func points(
        _ load: HourlySeries, lag: Int, issuedAt: Timestamp, horizon: Int = 24
    ) -> [Point] {
        (0..<horizon).compactMap { step in
            let start = issuedAt + Int64(step) * 3600
            let source = start - Int64(lag) * 3600
            guard source < issuedAt, let value = load[source] else { return nil }
            return Point(start: start, value: value)
        }
    }

    /// The seasonal naive forecast with empirical quantiles: its own errors over the weeks before.
    ///
    /// The centre is the value a week before, else two weeks, else a day before. P10 and P90 add the
    /// 10 % and 90 % quantiles of the differences between hours and the same hours a week (or a day)
    /// earlier over up to eight weeks before the issue time.
    /// - Parameter reason: why the model is not used; kept in the forecast.
    public static func forecast(
        _ series: ForecastSeries, issuedAt: Timestamp, horizon: Int = 24, reason: String
    ) -> Forecast {
        let load = series.load.before(issuedAt)
        var centres: [(start: Timestamp, value: Double)] = []
        for step in 0..<horizon {
            let start = issuedAt + Int64(step) * 3600
            let value = [168, 336, 24, 48].lazy.compactMap { load[start - Int64($0) * 3600] }.first
            guard let value else {
                return Forecast(
                    seriesKey: series.key, issuedAt: issuedAt, points: [],
                    source: .unavailable(
                        reason: "\(reason); nor is there a reading of the same hour a week or a day before \(start)"))
            }
            centres.append((start, value))
        }
        var errors = differences(load, lag: 168)
        if errors.count < 48 { errors = differences(load, lag: 24) }
        errors.sort()
        let low = min(0, Quantile.of(sorted: errors, 0.1) ?? 0)
        let high = max(0, Quantile.of(sorted: errors, 0.9) ?? 0)
        return Forecast(
            seriesKey: series.key, issuedAt: issuedAt,
            points: centres.map {
                ForecastPoint(start: $0.start, p10: $0.value + low, p50: $0.value, p90: $0.value + high)
            },
            source: .fallback(reason: reason))
    }

    private static func differences(_ load: HourlySeries, lag: Int) -> [Double] {
        (max(lag, load.count - 8 * 168)..<max(lag, load.count)).compactMap { index in
            guard let now = load.value(at: index), let then = load.value(at: index - lag) else { return nil }
            return now - then
        }
    }
}
