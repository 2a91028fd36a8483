import GridModel
import Learning

/// Prepared series and the issue hours that training, early stopping and calibration draw from.
struct ForecastDataset: Sendable {
    /// A series and an index into its hours.
    struct Sample: Sendable {
        let series: Int32
        let issue: Int32
    }

    let inputs: [ForecastInputs]
    let usesTemperature: Bool
    /// The samples by number: first the training's, then those that stop it.
    private(set) var samples: [Sample] = []
    private(set) var trainingCount = 0
    /// Samples that neither shaped nor stopped the training.
    private(set) var calibration: [Sample] = []

    var training: [Int] { Array(0..<trainingCount) }
    var stopping: [Int] { Array(trainingCount..<samples.count) }

    /// - Parameters:
    ///   - stoppingFrom: targets of training samples end before it, those that stop the training begin there
    ///   - calibrationFrom: and end before this, where the calibration's begin
    ///   - most: training samples drawn at most.
    init(
        inputs: [ForecastInputs], usesTemperature: Bool, stoppingFrom: Timestamp, calibrationFrom: Timestamp,
        most: Int, seed: UInt64
    ) {
        self.inputs = inputs
        self.usesTemperature = usesTemperature
        var candidates: [Sample] = []
        var held: [Sample] = []
        for (number, series) in inputs.enumerated() {
            let boundary = series.history.index(of: stoppingFrom)
            let end = series.history.index(of: calibrationFrom)
            let last = series.history.count - ForecastLayout.horizon
            guard last >= ForecastLayout.historyHours else { continue }
            for issue in ForecastLayout.historyHours...last where series.obstacle(at: issue) == nil {
                let sample = Sample(series: Int32(number), issue: Int32(issue))
                if issue + ForecastLayout.horizon <= boundary {
                    candidates.append(sample)
                } else if issue >= boundary, (issue - boundary) % 5 == 0 {
                    // Every fifth hour visits all hours of the day in turn.
                    if issue + ForecastLayout.horizon <= end {
                        held.append(sample)
                    } else if issue >= end {
                        calibration.append(sample)
                    }
                }
            }
        }
        var random = RandomSource(seed: SplitMix64.seed(from: seed, 0x5A))
        random.shuffle(&candidates)
        random.shuffle(&held)
        samples = Array(candidates.prefix(most))
        trainingCount = samples.count
        samples += held.prefix(max(1, most / 4))
    }

    func batch(_ numbers: [Int]) -> (batch: ForecastBatch, residuals: Tensor, weights: Tensor) {
        var batch = ForecastBatch(count: numbers.count, usesTemperature: usesTemperature)
        let size = numbers.count * ForecastLayout.horizon
        var residuals = [Float](repeating: 0, count: size)
        var weights = [Float](repeating: 0, count: size)
        for (row, number) in numbers.enumerated() {
            let sample = samples[number]
            let series = inputs[Int(sample.series)]
            let issue = Int(sample.issue)
            let scale = series.write(issue: issue, to: &batch, row: row)
            for hour in 0..<ForecastLayout.horizon {
                let actual = series.readings[issue + hour]
                guard !actual.isNaN else { continue }
                let at = row * ForecastLayout.horizon + hour
                // A reading dozens of spreads away is a fault: it must not steer the training.
                residuals[at] = max(-20, min(20, Float(scale.normalised(actual)) - batch.baseline[at]))
                weights[at] = 1
            }
        }
        let shape = [numbers.count, ForecastLayout.horizon]
        return (batch, Tensor(residuals, shape: shape), Tensor(weights, shape: shape))
    }
}

extension ForecastBatch {
    var stepTensor: Tensor { Tensor(steps, shape: [ForecastLayout.steps, count, stepWidth]) }
    var targetTensor: Tensor { Tensor(targets, shape: [count, ForecastLayout.horizon, targetWidth]) }
}
