import GridModel

/// Everything of one series that samples are cut from, prepared once.
struct ForecastInputs: Sendable {
    let key: String
    let history: FilledHistory
    /// The load as read: NaN where missing. What targets are compared with.
    let readings: [Double]
    /// On the load's grid; nil when the model does without.
    let temperature: FilledHistory?
    let calendarRows: [CalendarRow]
    /// Mean and spread of the temperature in training, °C.
    let climate: Climate

    /// - Parameter hours: must cover from a day before the series to two days after the last issue time.
    init(
        _ series: ForecastSeries, hours: HourlyCalendar, through end: Timestamp, climate: Climate?, usesSeason: Bool
    ) {
        key = series.key
        history = FilledHistory(series.load)
        readings = series.load.valuesOrNaN
        if climate != nil, let measured = series.temperature {
            let values = series.load.valuesOrNaN.indices.map { measured[series.load.hour(at: $0)] }
            temperature = FilledHistory(HourlySeries(start: series.load.start, values: values))
        } else {
            temperature = nil
        }
        self.climate = climate ?? Climate(mean: 0, spread: 1)
        let start = series.load.start
        let count = Int((end - start) / 3600) + ForecastLayout.horizon
        calendarRows = (0..<max(0, count)).map { CalendarRow(hours, start + Int64($0) * 3600, usesSeason: usesSeason) }
    }

    /// Why no forecast can be made at this hour; nil when it can.
    func obstacle(at issue: Int) -> String? {
        let layout = ForecastLayout.self
        guard issue <= history.count else {
            return "the readings end \(issue - history.count) hours before the issue time"
        }
        guard issue >= layout.historyHours, !history.values[issue - layout.historyHours].isNaN else {
            return "less than \(layout.historyHours / 24) days of history"
        }
        let week = issue - layout.steps..<issue
        let missing = history.missing(in: week)
        if missing > layout.mostMissingInWeek {
            return "\(missing) of the last 168 hours are missing (at most \(layout.mostMissingInWeek) can be filled)"
        }
        let gap = history.longestGap(in: week)
        if gap > layout.longestGapInWeek {
            return "a gap of \(gap) hours in the last week (at most \(layout.longestGapInWeek) can be filled)"
        }
        let early = history.missing(in: issue - layout.historyHours..<issue)
        if early > layout.mostMissingInHistory {
            return "\(early) hours of the last four weeks are missing (at most \(layout.mostMissingInHistory))"
        }
        if let temperature {
            let lost = temperature.missing(in: issue - 24..<issue)
            if lost > layout.mostMissingTemperatures || temperature.values[issue - layout.steps].isNaN {
                return "the temperature of \(lost) of the last 24 hours is missing"
            }
        }
        return nil
    }

    /// The unit of the last week's load: its mean and standard deviation.
    func scale(at issue: Int) -> LoadScale {
        var sum = 0.0
        var magnitude = 0.0
        for index in issue - ForecastLayout.steps..<issue {
            sum += history.values[index]
            magnitude += abs(history.values[index])
        }
        let count = Double(ForecastLayout.steps)
        let mean = sum / count
        var squares = 0.0
        for index in issue - ForecastLayout.steps..<issue {
            squares += (history.values[index] - mean) * (history.values[index] - mean)
        }
        let level = magnitude / count
        let spread = max((squares / count).squareRoot(), 0.01 * level, 1e-6)
        return LoadScale(mean: mean, spread: spread, level: max(level, 1e-6))
    }
}

/// The load's unit at an issue time.
struct LoadScale: Sendable {
    let mean: Double
    let spread: Double
    let level: Double

    func normalised(_ load: Double) -> Double { (load - mean) / spread }
    func load(_ normalised: Double) -> Double { mean + spread * normalised }
}

/// The temperatures a model was trained on, °C.
struct Climate: Sendable, Hashable, Codable {
    let mean: Double
    let spread: Double
}
