import CLearningKernels

/// Computes a batch's loss and gradient in a fixed number of shards, on however many threads.
///
/// Each shard has a tape and a gradient vector of its own; these are added in the shards' order. So the result
/// depends on the number of shards but not on threads or timing.
final class ShardedPass {
    typealias LossFunction = @Sendable (_ tape: Tape, _ samples: [Int]) throws -> Loss

    struct Outcome {
        var sum = 0.0
        var weight = 0.0
        var mean: Double { weight > 0 ? sum / weight : 0 }
    }

    /// The sum of the shards' gradients; of the loss's sum, not of its mean.
    private(set) var gradient: Tensor
    private let workers: WorkerGroup
    private let shards: [Shard]

    init(shards: Int, threads: Int, parameters: ParameterSet) throws(TrainingError) {
        workers = try WorkerGroup(threads: min(threads, shards))
        gradient = Tensor(zeros: parameters.flat.shape)
        self.shards = (0..<max(1, shards)).map { _ in Shard(gradientCount: parameters.flat.count) }
    }

    /// With gradients (left in `gradient`) and dropout.
    func train(
        _ parameters: ParameterSet, samples: [Int], seed: UInt64, _ loss: LossFunction
    ) throws -> Outcome {
        let outcome = try run(shards, parameters, samples, seed, training: true, loss)
        gradient.withUnsafeMutableBufferPointer { total in
            guard let base = total.baseAddress else { return }
            base.update(repeating: 0, count: total.count)
            for shard in shards where shard.isUsed {
                withExtendedLifetime(shard.gradient) {
                    kernels.axpy(total.count, 1, shard.gradient.pointer, base)
                }
            }
        }
        return outcome
    }

    /// Without either.
    func evaluate(_ parameters: ParameterSet, samples: [Int], _ loss: LossFunction) throws -> Outcome {
        try run(shards, parameters, samples, 0, training: false, loss)
    }

    private func run(
        _ shards: [Shard], _ parameters: ParameterSet, _ samples: [Int], _ seed: UInt64, training: Bool,
        _ loss: LossFunction
    ) throws -> Outcome {
        workers.run(shards.count) { index in
            let lower = samples.count * index / shards.count
            let upper = samples.count * (index + 1) / shards.count
            let shardSeed = SplitMix64.seed(from: seed, UInt64(index))
            shards[index].run(parameters, Array(samples[lower..<upper]), shardSeed, training: training, loss)
        }
        var total = Outcome()
        for shard in shards {
            let outcome = try shard.outcome.get()
            total.sum += outcome.sum
            total.weight += outcome.weight
        }
        return total
    }
}

/// `@unchecked Sendable`: within a run each shard is touched by the one thread that took its task, and the group's
/// lock lies between that and the next use.
private final class Shard: @unchecked Sendable {
    let gradient: Tensor
    private(set) var outcome: Result<ShardedPass.Outcome, any Error> = .success(.init())
    private(set) var isUsed = false
    private let recording = Tape(recording: true)
    private let evaluating = Tape(recording: false)

    init(gradientCount: Int) {
        gradient = Tensor(zeros: [gradientCount])
    }

    func run(
        _ parameters: ParameterSet, _ samples: [Int], _ seed: UInt64, training: Bool, _ loss: ShardedPass.LossFunction
    ) {
        isUsed = !samples.isEmpty
        outcome = .success(.init())
        guard isUsed else { return }
        let tape = training ? recording : evaluating
        if training { gradient.pointer.update(repeating: 0, count: gradient.count) }
        tape.restart(parameters: parameters, gradients: training ? gradient : nil, seed: seed)
        outcome = Result {
            let loss = try loss(tape, samples)
            if training { tape.backward(from: loss.sum) }
            return ShardedPass.Outcome(sum: Double(loss.sum.value.scalar), weight: loss.weight)
        }
        tape.clear()
    }
}
