/// The training step that `Benchmarks/` times: batch 64, 168 steps, 10 inputs, hidden 64, a linear head of 24 × 3
/// outputs, pinball loss, gradient limit, Adam. Its peer is `Benchmarks/Peers/lstm_step_pytorch.py`.
public final class LSTMStepBenchmark {
    public static let batch = 64
    public static let steps = 168
    public static let inputs = 10
    public static let hidden = 64
    public static let horizon = 24
    public static let levels: [Float] = [0.1, 0.5, 0.9]

    private var run: TrainingRun
    private let pass: ShardedPass
    private let samples: [Int]
    private let loss: Trainer.LossFunction

    /// - Throws: `TrainingError` when the threads cannot be started.
    public init(threads: Int, seed: UInt64 = 7) throws {
        var weights = ParameterSet()
        var random = RandomSource(seed: seed)
        let outputs = Self.horizon * Self.levels.count
        let lstm = LSTM("lstm", inputs: Self.inputs, hidden: Self.hidden, in: &weights, random: &random)
        let head = Linear("head", inputs: Self.hidden, outputs: outputs, in: &weights, random: &random)
        let options = TrainingOptions(epochs: 1, learningRate: .constant(1e-3), seed: seed, threads: threads)
        run = TrainingRun(options: options, parameters: weights, totalSteps: 1)
        pass = try ShardedPass(shards: options.shards, threads: threads, parameters: weights)
        samples = Array(0..<Self.batch)
        // Laid out per sample, so that a shard's part is gathered as a training's would be.
        let data = (0..<Self.batch * Self.steps * Self.inputs).map { _ in Float(random.normal()) }
        let targets = (0..<Self.batch * Self.horizon).map { _ in Float(random.normal()) }
        loss = { tape, samples in
            let x = Self.gathered(data, samples)
            let target = Tensor(
                samples.flatMap { targets[$0 * Self.horizon..<($0 + 1) * Self.horizon] },
                shape: [samples.count, Self.horizon])
            let state = lstm(tape.constant(x)).element(Self.steps - 1)
            return head(state).reshaped([samples.count, Self.horizon, Self.levels.count])
                .quantileLoss(to: target, levels: Self.levels)
        }
    }

    /// One step; the batch's mean loss before it.
    public func step() throws -> Double {
        try run.step(pass, samples, epoch: 1, loss).0.mean
    }

    /// From `[sample][step][input]` to time-major.
    private static func gathered(_ data: [Float], _ samples: [Int]) -> Tensor {
        var x = Tensor(zeros: [steps, samples.count, inputs])
        x.withUnsafeMutableBufferPointer { x in
            data.withUnsafeBufferPointer { data in
                guard let to = x.baseAddress, let from = data.baseAddress else { return }
                for step in 0..<steps {
                    for (row, sample) in samples.enumerated() {
                        (to + (step * samples.count + row) * inputs)
                            .update(from: from + (sample * steps + step) * inputs, count: inputs)
                    }
                }
            }
        }
        return x
    }
}
