/// Fits a model's weights to samples by Adam, with early stopping.
///
/// The loss function says what a sample is: it is given numbers from `training` or `validation` and computes their
/// loss on the tape. It is called on several threads at once, each time with a part of a batch.
///
///     let trainer = Trainer(options: TrainingOptions(epochs: 30, patience: 5, seed: 7, threads: 2))
///     let result = try trainer.fit(weights, training: Array(0..<900), validation: Array(900..<1000)) { tape, samples in
///         let x = tape.constant(data.inputs(samples))
///         return model.forward(x).squaredError(to: data.targets(samples))
///     }
///
/// `fit` computes until it is done: from asynchronous code call it inside `DedicatedThread.run`.
public struct Trainer: Sendable {
    public typealias LossFunction = @Sendable (_ tape: Tape, _ samples: [Int]) throws -> Loss

    public let options: TrainingOptions

    public init(options: TrainingOptions) {
        precondition(options.epochs > 0 && options.batchSize > 0 && options.shards > 0, "nothing to do: \(options)")
        self.options = options
    }

    /// - Parameters:
    ///   - isCancelled: asked before every step
    ///   - progress: told after every step and every epoch, on the calling thread
    /// - Throws: `TrainingError`, or what `loss` throws.
    public func fit(
        _ initial: ParameterSet, training: [Int], validation: [Int] = [],
        isCancelled: () -> Bool = { false }, progress: (TrainingProgress) -> Void = { _ in },
        loss: LossFunction
    ) throws -> TrainingResult {
        guard !training.isEmpty else { throw TrainingError.noSamples }
        let pass = try ShardedPass(shards: options.shards, threads: options.threads, parameters: initial)
        let stepsPerEpoch = (training.count + options.batchSize - 1) / options.batchSize
        let steps = stepsPerEpoch * options.epochs
        var run = TrainingRun(options: options, parameters: initial, totalSteps: steps)
        var stopping = EarlyStopping(patience: options.patience, initial: initial)
        var curve = LossCurve()
        var order = training
        for epoch in 1...options.epochs {
            var random = RandomSource(seed: SplitMix64.seed(from: options.seed, UInt64(epoch)))
            random.shuffle(&order)
            var epochLoss = ShardedPass.Outcome()
            var normSum = 0.0
            for start in stride(from: 0, to: order.count, by: options.batchSize) {
                if isCancelled() { throw TrainingError.cancelled }
                let batch = Array(order[start..<min(start + options.batchSize, order.count)])
                let (outcome, norm) = try run.step(pass, batch, epoch: epoch, loss)
                epochLoss.sum += outcome.sum
                epochLoss.weight += outcome.weight
                normSum += norm
                progress(state(epoch, run.stepsDone, steps, epochLoss.mean, nil))
            }
            let validationLoss = try evaluate(validation, run.parameters, pass, isCancelled, loss)
            let point = LossCurve.Point(
                epoch: epoch, trainingLoss: epochLoss.mean, validationLoss: validationLoss,
                learningRate: run.learningRate, gradientNorm: normSum / Double(stepsPerEpoch))
            curve.points.append(point)
            progress(state(epoch, run.stepsDone, steps, epochLoss.mean, point))
            stopping.record(epoch: epoch, loss: validationLoss, run.parameters)
            if stopping.shouldStop { break }
        }
        return TrainingResult(
            parameters: stopping.best, curve: curve, bestEpoch: stopping.bestEpoch,
            ending: curve.points.count < options.epochs || stopping.shouldStop ? .noImprovement : .allEpochs)
    }

    /// The mean loss of `samples` under fixed weights, without dropout.
    public func evaluate(_ parameters: ParameterSet, samples: [Int], loss: LossFunction) throws -> Double {
        guard !samples.isEmpty else { throw TrainingError.noSamples }
        let pass = try ShardedPass(shards: options.shards, threads: options.threads, parameters: parameters)
        return try evaluate(samples, parameters, pass, { false }, loss) ?? 0
    }

    private func evaluate(
        _ samples: [Int], _ parameters: ParameterSet, _ pass: ShardedPass, _ isCancelled: () -> Bool,
        _ loss: LossFunction
    ) throws -> Double? {
        guard !samples.isEmpty else { return nil }
        var total = ShardedPass.Outcome()
        for start in stride(from: 0, to: samples.count, by: options.batchSize) {
            if isCancelled() { throw TrainingError.cancelled }
            let batch = Array(samples[start..<min(start + options.batchSize, samples.count)])
            let outcome = try pass.evaluate(parameters, samples: batch, loss)
            total.sum += outcome.sum
            total.weight += outcome.weight
        }
        return total.mean
    }

    private func state(
        _ epoch: Int, _ step: Int, _ steps: Int, _ loss: Double, _ end: LossCurve.Point?
    ) -> TrainingProgress {
        TrainingProgress(
            epoch: epoch, epochs: options.epochs, step: step, steps: steps, trainingLoss: loss, epochEnd: end)
    }
}
