extension ForecastModel {
    /// The band's factors from the errors on the calibration samples: over all series, and for each
    /// series half way between its own and those of all.
    func calibration(
        on dataset: ForecastDataset
    ) -> (all: QuantileCalibration, bySeries: [String: QuantileCalibration]) {
        let samples = dataset.calibration
        let answers = raw(samples.map { (dataset.inputs[Int($0.series)], Int($0.issue)) })
        var errors = [[Double]](repeating: [], count: dataset.inputs.count)
        for (sample, answer) in zip(samples, answers) {
            let readings = dataset.inputs[Int(sample.series)].readings
            for hour in 0..<ForecastLayout.horizon {
                let actual = readings[Int(sample.issue) + hour]
                if !actual.isNaN { errors[Int(sample.series)].append(answer.error(hour, actual: actual)) }
            }
        }
        guard let all = QuantileCalibration(errors: errors.flatMap { $0 }) else { return (.none, [:]) }
        var bySeries: [String: QuantileCalibration] = [:]
        for (input, own) in zip(dataset.inputs, errors) {
            bySeries[input.key] = QuantileCalibration(errors: own)?.averaged(with: all)
        }
        return (all, bySeries)
    }
}
