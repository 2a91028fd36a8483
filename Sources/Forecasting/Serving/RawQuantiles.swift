import Learning

/// The networks' averaged and ordered quantiles of one sample, before calibration.
struct RawQuantiles: Sendable {
    /// P10, P50, P90 for each hour, in units of `scale`.
    let values: [Float]
    let scale: LoadScale

    /// In the load's unit. The band is widened or narrowed around P50, so the order holds.
    func calibrated(_ hour: Int, _ calibration: QuantileCalibration) -> (Double, Double, Double) {
        let (low, middle, high) = (
            Double(values[3 * hour]), Double(values[3 * hour + 1]), Double(values[3 * hour + 2])
        )
        return (
            scale.load(middle - (middle - low) * calibration.lower), scale.load(middle),
            scale.load(middle + (high - middle) * calibration.upper)
        )
    }

    /// How far a value lies from P50 in half widths of its side: the score that calibration uses.
    func error(_ hour: Int, actual: Double) -> Double {
        let middle = Double(values[3 * hour + 1])
        let distance = scale.normalised(actual) - middle
        let width = distance < 0 ? middle - Double(values[3 * hour]) : Double(values[3 * hour + 2]) - middle
        return distance / max(width, 1e-4)
    }
}

extension ForecastModel {
    /// The networks' answers for prepared series at issue indices, in order.
    func raw(_ issues: [(ForecastInputs, Int)]) -> [RawQuantiles] {
        var results: [RawQuantiles] = []
        results.reserveCapacity(issues.count)
        for start in stride(from: 0, to: issues.count, by: 64) {
            results += rawBatch(Array(issues[start..<min(start + 64, issues.count)]))
        }
        return results
    }

    private func rawBatch(_ issues: [(ForecastInputs, Int)]) -> [RawQuantiles] {
        var batch = ForecastBatch(count: issues.count, usesTemperature: description.usesTemperature)
        let scales = issues.enumerated().map { row, issue in issue.0.write(issue: issue.1, to: &batch, row: row) }
        let size = ForecastLayout.horizon * 3
        var sums = [Float](repeating: 0, count: issues.count * size)
        for member in members {
            let tape = Tape(frozen: member)
            let output = network(on: tape, steps: batch.stepTensor, targets: batch.targetTensor)
            for (index, value) in output.value.values.enumerated() { sums[index] += value / Float(members.count) }
        }
        return scales.enumerated().map { row, scale in
            var values: [Float] = []
            for hour in 0..<ForecastLayout.horizon {
                let at = row * size + 3 * hour
                let baseline = batch.baseline[row * ForecastLayout.horizon + hour]
                values += sums[at..<at + 3].sorted().map { $0 + baseline }
            }
            return RawQuantiles(values: values, scale: scale)
        }
    }
}
