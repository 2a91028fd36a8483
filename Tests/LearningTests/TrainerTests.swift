import Testing

@testable import Learning

/// Learning the mean of a short sequence with an LSTM: small, but the whole way.
@Suite struct TrainerTests {
    private struct Task: Sendable {
        let lstm: LSTM
        let head: Linear
        let weights: ParameterSet

        init(seed: UInt64 = 1) {
            var random = RandomSource(seed: seed)
            var weights = ParameterSet()
            lstm = LSTM("lstm", inputs: 2, hidden: 8, layers: 2, dropout: 0.1, in: &weights, random: &random)
            head = Linear("head", inputs: 8, outputs: 1, in: &weights, random: &random)
            self.weights = weights
        }

        func forward(_ tape: Tape, _ samples: [Int]) -> Variable {
            let values = (0..<5).flatMap { step in samples.flatMap { Self.input($0, step) } }
            return head(lstm(tape.constant(Tensor(values, shape: [5, samples.count, 2]))).element(4))
        }

        @Sendable func loss(_ tape: Tape, _ samples: [Int]) -> Loss {
            let target = samples.map { sample in (0..<5).reduce(Float(0)) { $0 + Self.input(sample, $1)[0] } / 5 }
            return forward(tape, samples).squaredError(to: Tensor(target, shape: [samples.count, 1]))
        }

        static func input(_ sample: Int, _ step: Int) -> [Float] {
            var random = RandomSource(seed: UInt64(sample * 31 + step))
            return [Float(random.uniform(in: -1..<1)), Float(step) / 5]
        }
    }

    private func options(epochs: Int = 3, shards: Int = 4, threads: Int = 1, seed: UInt64 = 5) -> TrainingOptions {
        TrainingOptions(
            epochs: epochs, batchSize: 16, learningRate: .cosine(peak: 1e-2), seed: seed, shards: shards,
            threads: threads)
    }

    private func fit(_ options: TrainingOptions) throws -> TrainingResult {
        let task = Task()
        return try Trainer(options: options)
            .fit(task.weights, training: Array(0..<100), validation: Array(100..<130), loss: task.loss)
    }

    @Test func learns() throws {
        let result = try fit(options(epochs: 25))
        let losses = result.curve.points.compactMap(\.validationLoss)
        let (first, best) = (try #require(losses.first), try #require(losses.min()))
        #expect(best < 0.2 * first)
        #expect(result.curve.points.map(\.epoch) == Array(1...25))
        let task = Task()
        let again = try Trainer(options: options())
            .evaluate(result.parameters, samples: Array(100..<130), loss: task.loss)
        #expect(again == best, "the weights returned are the best epoch's")
    }

    @Test func givesTheSameBitsForTheSameSeed() throws {
        let first = try fit(options())
        #expect(try fit(options()).parameters.flat.values == first.parameters.flat.values)
        #expect(try fit(options(seed: 6)).parameters.flat.values != first.parameters.flat.values)
    }

    @Test func givesTheSameBitsOnAnyNumberOfThreads() throws {
        let one = try fit(options())
        for threads in [2, 3, 9] {
            let result = try fit(options(threads: threads))
            #expect(result.parameters.flat.values == one.parameters.flat.values)
            #expect(result.curve == one.curve)
        }
    }

    /// On one layer, so without dropout, whose draws belong to shards: only the order of rounding may differ.
    @Test func computesTheSameGradientInAnyNumberOfShards() throws {
        var random = RandomSource(seed: 1)
        var weights = ParameterSet()
        let layer = Linear("layer", inputs: 2, outputs: 3, in: &weights, random: &random)
        let samples = Array(0..<20)
        func gradient(shards: Int) throws -> Tensor {
            let pass = try ShardedPass(shards: shards, threads: 2, parameters: weights)
            let outcome = try pass.train(weights, samples: samples, seed: 0) { tape, samples in
                let x = Tensor(samples.flatMap { Task.input($0, 1) }, shape: [samples.count, 2])
                return layer(tape.constant(x)).tanh().squaredError(to: Tensor(zeros: [samples.count, 3]))
            }
            #expect(outcome.weight == 60)
            return pass.gradient
        }
        let whole = try gradient(shards: 1)
        for shards in [3, 8, 50] { expectClose(try gradient(shards: shards), whole, "\(shards) shards") }
    }

    @Test func stopsWhenValidationNoLongerImproves() throws {
        let task = Task()
        var stubborn = options(epochs: 50)
        stubborn.learningRate = .constant(0)
        stubborn.patience = 3
        let result = try Trainer(options: stubborn)
            .fit(task.weights, training: Array(0..<20), validation: Array(20..<30), loss: task.loss)
        #expect(result.curve.points.count == 4)
        #expect(result.bestEpoch == 1)
        #expect(result.ending == .noImprovement)
        #expect(result.parameters.flat.values == task.weights.flat.values)
    }

    @Test func stopsWhenCancelled() {
        let task = Task()
        var steps = 0
        #expect(throws: TrainingError.cancelled) {
            try Trainer(options: options())
                .fit(
                    task.weights, training: Array(0..<100), isCancelled: { steps >= 3 },
                    progress: { steps = $0.step }, loss: task.loss)
        }
        #expect(steps == 3)
    }

    @Test func reportsEveryStepAndEveryEpoch() throws {
        let task = Task()
        var steps: [Int] = []
        var epochs: [Int] = []
        _ = try Trainer(options: options(epochs: 2))
            .fit(
                task.weights, training: Array(0..<40), validation: Array(40..<50),
                progress: {
                    if let point = $0.epochEnd { epochs.append(point.epoch) } else { steps.append($0.step) }
                    #expect($0.fraction > 0 && $0.fraction <= 1)
                }, loss: task.loss)
        #expect(steps == [1, 2, 3, 4, 5, 6])
        #expect(epochs == [1, 2])
    }

    @Test func refusesALossThatIsNotANumber() {
        let task = Task()
        #expect(throws: TrainingError.diverged(epoch: 1, step: 1)) {
            try Trainer(options: options())
                .fit(task.weights, training: [0, 1]) { tape, samples in
                    task.forward(tape, samples).squaredError(to: Tensor(repeating: .nan, shape: [samples.count, 1]))
                }
        }
    }

    @Test func passesOnWhatTheLossThrows() {
        struct Broken: Error {}
        #expect(throws: Broken.self) {
            try Trainer(options: options()).fit(Task().weights, training: [0, 1]) { _, _ in throw Broken() }
        }
        #expect(throws: TrainingError.noSamples) {
            try Trainer(options: options()).fit(Task().weights, training: [], loss: Task().loss)
        }
    }

    @Test func limitsTheGradientsNorm() throws {
        let task = Task()
        var limited = options(epochs: 1)
        limited.gradientNormLimit = 1e-9
        limited.adam.epsilon = 1
        let result = try Trainer(options: limited).fit(task.weights, training: Array(0..<16), loss: task.loss)
        let moved = zip(result.parameters.flat.values, task.weights.flat.values).map { abs($0 - $1) }.max() ?? 1
        #expect(moved < 1e-9)
        #expect(result.curve.points[0].gradientNorm > 1e-3)
    }

    @Test func infersTheSameFromFrozenWeightsOnManyThreads() async throws {
        let task = Task()
        let expected = task.forward(Tape(parameters: task.weights, training: false), Array(0..<9)).value.values
        let frozen = FrozenParameters(task.weights)
        await withTaskGroup(of: [Float].self) { group in
            for _ in 0..<8 {
                group.addTask { task.forward(Tape(frozen: frozen), Array(0..<9)).value.values }
            }
            for await values in group { #expect(values == expected) }
        }
        let alone = (0..<9).flatMap { task.forward(Tape(frozen: frozen), [$0]).value.values }
        #expect(alone == expected, "a sample's result does not depend on its batch")
    }

    @Test func aTapeGoesWithItsMemoryWhenNobodyHoldsIt() {
        let task = Task()
        let frozen = FrozenParameters(task.weights)
        for make in [{ Tape(frozen: frozen) }, { Tape(parameters: task.weights) }] {
            weak var used: Tape?
            do {
                let tape = make()
                used = tape
                _ = task.forward(tape, [0, 1]).value.values
            }
            #expect(used == nil, "every forecast would keep what it was computed in")
        }
    }

    @Test func trainsOnAThreadOfItsOwn() async throws {
        let result = try await DedicatedThread.run { try fit(options(epochs: 1)) }
        #expect(result.curve.points.count == 1)
        await #expect(throws: TrainingError.noSamples) {
            try await DedicatedThread.run { throw TrainingError.noSamples }
        }
    }
}
