/// The numbers of some samples, laid out for the network.
struct ForecastBatch {
    /// `[168, batch, step features]`
    var steps: [Float]
    /// `[batch, 24, target features]`
    var targets: [Float]
    /// What the network's output is added to, in units of the scale: `[batch, 24]`
    var baseline: [Float]
    let count: Int
    let stepWidth: Int
    let targetWidth: Int

    init(count: Int, usesTemperature: Bool) {
        self.count = count
        stepWidth = ForecastLayout.stepWidth(usesTemperature: usesTemperature)
        targetWidth = ForecastLayout.targetWidth(usesTemperature: usesTemperature)
        steps = [Float](repeating: 0, count: ForecastLayout.steps * count * stepWidth)
        targets = [Float](repeating: 0, count: count * ForecastLayout.horizon * targetWidth)
        baseline = [Float](repeating: 0, count: count * ForecastLayout.horizon)
    }
}

extension ForecastInputs {
    /// Writes the sample issued at index `issue` as the batch's element `row`; returns its unit.
    ///
    /// Reads nothing of the load or the temperature at or after `issue`.
    func write(issue: Int, to batch: inout ForecastBatch, row: Int) -> LoadScale {
        let scale = scale(at: issue)
        let weekTemperature = meanTemperature(issue - ForecastLayout.steps..<issue)
        writeSteps(issue, scale, weekTemperature, &batch, row)
        writeTargets(issue, scale, weekTemperature, &batch, row)
        return scale
    }

    private func writeSteps(
        _ issue: Int, _ scale: LoadScale, _ weekTemperature: Double, _ batch: inout ForecastBatch, _ row: Int
    ) {
        let width = batch.stepWidth
        for step in 0..<ForecastLayout.steps {
            let index = issue - ForecastLayout.steps + step
            let at = (step * batch.count + row) * width
            let now = scale.normalised(history.values[index])
            batch.steps[at] = Float(now)
            batch.steps[at + 1] = Float(scale.normalised(history.values[index - 168]))
            batch.steps[at + 2] = Float(now - scale.normalised(history.values[index - 24]))
            let calendar = calendarRows[index]
            batch.steps[at + 3] = calendar.hour.0
            batch.steps[at + 4] = calendar.hour.1
            batch.steps[at + 5] = calendar.week.0
            batch.steps[at + 6] = calendar.week.1
            batch.steps[at + 7] = calendar.holiday.today
            if let temperature {
                batch.steps[at + 8] = Float((temperature.values[index] - weekTemperature) / 10)
                batch.steps[at + 9] = Float((weekTemperature - climate.mean) / climate.spread)
            }
        }
    }

    private func writeTargets(
        _ issue: Int, _ scale: LoadScale, _ weekTemperature: Double, _ batch: inout ForecastBatch, _ row: Int
    ) {
        let last = scale.normalised(history.values[issue - 1])
        let sinceYesterday = Float(last - scale.normalised(history.values[issue - 25]))
        let sinceLastWeek = Float(last - scale.normalised(history.values[issue - 169]))
        var dayMean = 0.0
        for index in issue - 24..<issue { dayMean += scale.normalised(history.values[index]) / 24 }
        let dayTemperature = meanTemperature(issue - 24..<issue)
        for hour in 0..<ForecastLayout.horizon {
            let target = issue + hour
            let lagged = ForecastLayout.lags.map { Float(scale.normalised(history.values[target - $0])) }
            let baseline = (lagged[0] + lagged[6]) / 2
            batch.baseline[row * ForecastLayout.horizon + hour] = baseline
            let weeks = lagged[6...9].sorted()
            let days = lagged[0...6].reduce(0, +) / 7
            var features = lagged.map { $0 - baseline }
            features += [(weeks[1] + weeks[2]) / 2 - baseline, days - baseline, baseline]
            features += [sinceYesterday, sinceLastWeek, Float(dayMean)]
            let calendar = calendarRows[target]
            features += [calendar.hour.0, calendar.hour.1, calendar.hour.2, calendar.hour.3]
            features += [calendar.holiday.today, calendar.holiday.yesterday, calendar.holiday.tomorrow]
            features += [calendar.year.0, calendar.year.1]
            features += (0..<7).map { $0 == calendar.weekday ? 1 : 0 }
            features += [Float(hour) / Float(ForecastLayout.horizon - 1), logRatio(scale)]
            if let temperature {
                features.append(Float((dayTemperature - weekTemperature) / 10))
                features.append(Float((temperature.values[target - 24] - weekTemperature) / 10))
                features.append(Float((weekTemperature - climate.mean) / climate.spread))
            }
            let at = (row * ForecastLayout.horizon + hour) * batch.targetWidth
            for (offset, value) in features.enumerated() { batch.targets[at + offset] = value }
        }
    }

    private func logRatio(_ scale: LoadScale) -> Float {
        Float(max(-3, min(1, scale.spread / scale.level - 1)))
    }

    private func meanTemperature(_ range: Range<Int>) -> Double {
        guard let temperature else { return 0 }
        return temperature.values[range].reduce(0, +) / Double(range.count)
    }
}
