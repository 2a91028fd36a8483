import CLearningKernels

/// Weights under way and the optimiser's state: one step at a time.
struct TrainingRun {
    private(set) var parameters: ParameterSet
    private(set) var stepsDone = 0
    private(set) var learningRate = 0.0
    private let options: TrainingOptions
    private let totalSteps: Int
    private var adam: Adam

    init(options: TrainingOptions, parameters: ParameterSet, totalSteps: Int) {
        self.options = options
        self.parameters = parameters
        self.totalSteps = totalSteps
        adam = Adam(options.adam, for: parameters)
    }

    /// Moves the weights by one batch; returns its loss and the norm of its mean gradient before limiting.
    mutating func step(
        _ pass: ShardedPass, _ batch: [Int], epoch: Int, _ loss: Trainer.LossFunction
    ) throws -> (ShardedPass.Outcome, gradientNorm: Double) {
        let seed = SplitMix64.seed(from: options.seed, 1, UInt64(stepsDone))
        let outcome = try pass.train(parameters, samples: batch, seed: seed, loss)
        let mean = outcome.weight > 0 ? 1 / outcome.weight : 0
        let norm = mean * globalNorm(pass.gradient)
        guard outcome.sum.isFinite, norm.isFinite else {
            throw TrainingError.diverged(epoch: epoch, step: stepsDone + 1)
        }
        learningRate = options.learningRate.rate(step: stepsDone, of: totalSteps)
        var scale = mean
        if let limit = options.gradientNormLimit, norm > limit { scale *= limit / norm }
        adam.step(&parameters, gradient: pass.gradient, gradientScale: scale, learningRate: learningRate)
        stepsDone += 1
        return (outcome, norm)
    }

    private func globalNorm(_ gradient: Tensor) -> Double {
        withExtendedLifetime(gradient) {
            kernels.sum_of_squares(gradient.count, gradient.pointer).squareRoot()
        }
    }
}
