public import GridModel

extension ForecastScore {
    /// Scores forecasts of one series against what was read; nil when no target hour has a reading.
    ///
    /// - Parameters:
    ///   - load: readings of the scored hours and of the weeks before them.
    ///   - estimatedHours: hours that are not scored.
    public init?(_ forecasts: [Forecast], against load: HourlySeries, estimatedHours: Set<Timestamp> = []) {
        var errors = ErrorSums()
        for forecast in forecasts {
            for point in forecast.points {
                guard let actual = load[point.start], !estimatedHours.contains(point.start) else { continue }
                errors.add(
                    point, actual: actual, week: load[point.start - 168 * 3600], day: load[point.start - 24 * 3600])
            }
        }
        guard errors.count > 0, let first = forecasts.map(\.issuedAt).min() else { return nil }
        let count = Double(errors.count)
        let mae = errors.absolute / count
        let mean = max(errors.magnitude / count, 1e-12)
        let weekly = errors.weekCount > 0 ? errors.week / Double(errors.weekCount) : nil
        let own = errors.weekCount > 0 ? errors.absoluteWhereWeek / Double(errors.weekCount) : nil
        let scale = Self.weeklyDifference(load.before(first))
        self.init(
            count: errors.count, mae: mae, rmse: (errors.squared / count).squareRoot(),
            nmaePercent: 100 * mae / mean, mase: scale.map { mae / $0 },
            coverage80Percent: 100 * Double(errors.covered) / count,
            pinballPercent: 100 * errors.pinball / (3 * count) / mean, baselineMae: weekly,
            baselineNmaePercent: weekly.map { 100 * $0 / mean },
            dayBaselineMae: errors.dayCount > 0 ? errors.day / Double(errors.dayCount) : nil,
            skillPercent: weekly.flatMap { weekly in
                own.flatMap { weekly > 0 ? 100 * (1 - $0 / weekly) : nil }
            },
            fallbackForecasts: forecasts.count { $0.source.isFallback })
    }

    private static func weeklyDifference(_ load: HourlySeries) -> Double? {
        var sum = 0.0
        var count = 0
        for index in stride(from: 168, to: load.count, by: 1) {
            guard let now = load.value(at: index), let then = load.value(at: index - 168) else { continue }
            sum += abs(now - then)
            count += 1
        }
        return count > 0 && sum > 0 ? sum / Double(count) : nil
    }
}

private struct ErrorSums {
    var count = 0
    var absolute = 0.0
    var squared = 0.0
    var magnitude = 0.0
    var pinball = 0.0
    var covered = 0
    var week = 0.0
    var weekCount = 0
    var absoluteWhereWeek = 0.0
    var day = 0.0
    var dayCount = 0

    mutating func add(_ point: ForecastPoint, actual: Double, week: Double?, day: Double?) {
        let error = actual - point.p50
        count += 1
        absolute += abs(error)
        squared += error * error
        magnitude += abs(actual)
        if point.p10 <= actual && actual <= point.p90 { covered += 1 }
        for (level, value) in [(0.1, point.p10), (0.5, point.p50), (0.9, point.p90)] {
            pinball += max(level * (actual - value), (level - 1) * (actual - value))
        }
        if let week {
            self.week += abs(actual - week)
            absoluteWhereWeek += abs(error)
            weekCount += 1
        }
        if let day {
            self.day += abs(actual - day)
            dayCount += 1
        }
    }
}
