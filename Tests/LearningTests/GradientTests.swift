import Testing

@testable import Learning

/// A whole model's gradients against central differences, and what the tape promises about itself.
@Suite struct GradientTests {
    private struct Network {
        let lstm: LSTM
        let norm: LayerNorm
        let head: Linear

        init(in weights: inout ParameterSet, random: inout RandomSource) {
            lstm = LSTM("lstm", inputs: 3, hidden: 5, layers: 2, in: &weights, random: &random)
            norm = LayerNorm("norm", width: 7, in: &weights, random: &random)
            head = Linear("head", inputs: 7, outputs: 4, in: &weights, random: &random)
        }

        func loss(_ tape: Tape, _ x: Tensor, _ extra: Tensor, _ target: Tensor) -> Loss {
            let state = lstm(tape.constant(x)).element(x.shape[0] - 1)
            let joined = norm(tape.concatenated([state, tape.constant(extra)]))
            return head(joined.silu() + joined.tanh()).squaredError(to: target)
        }
    }

    private static func normal(_ shape: [Int], _ random: inout RandomSource) -> Tensor {
        Tensor((0..<shape.reduce(1, *)).map { _ in Float(random.normal()) }, shape: shape)
    }

    @Test func agreesWithFiniteDifferences() throws {
        var random = RandomSource(seed: 3)
        var weights = ParameterSet()
        let network = Network(in: &weights, random: &random)
        let x = Self.normal([6, 2, 3], &random)
        let extra = Self.normal([2, 2], &random)
        let target = Self.normal([2, 4], &random)
        let tape = Tape(parameters: weights)
        tape.backward(from: network.loss(tape, x, extra, target).sum)
        for id in weights.ids {
            let gradient = try #require(tape.gradient(of: id))
            let scale = gradient.values.map { abs($0) }.max() ?? 0
            #expect(scale > 0, "\(weights.name(of: id)) has no gradient")
            for index in [0, gradient.count / 2, gradient.count - 1] {
                let slope = [Float(1), -1].map { sign in
                    var moved = weights
                    var tensor = moved[id]
                    tensor.withUnsafeMutableBufferPointer { $0[index] += sign * 1e-2 }
                    moved[id] = tensor
                    return Double(network.loss(Tape(parameters: moved), x, extra, target).sum.value.scalar)
                }
                let difference = Float((slope[0] - slope[1]) / 2e-2)
                #expect(
                    abs(difference - gradient.values[index]) <= 2e-2 * max(scale, 0.05),
                    "\(weights.name(of: id))[\(index)]: \(difference) against \(gradient.values[index])")
            }
        }
    }

    @Test func addsGradientsOfAValueUsedTwice() {
        let tape = Tape(parameters: ParameterSet())
        let x = tape.input(Tensor([2, -3], shape: [2]))
        tape.backward(from: (x * x + x).sum())
        #expect(tape.gradient(of: x)?.values == [5, -5])
    }

    @Test func ignoresMaskedElementsWhateverTheyHold() {
        let tape = Tape(parameters: ParameterSet())
        let x = tape.input(Tensor([1, 2], shape: [2]))
        let loss = x.squaredError(to: Tensor([.nan, 0], shape: [2]), weights: Tensor([0, 1], shape: [2]))
        tape.backward(from: loss.sum)
        #expect(loss.mean == 4)
        #expect(tape.gradient(of: x)?.values == [0, 4])
    }

    @Test func dropsTheGivenShareWhenTrainingAndNothingOtherwise() {
        let ones = Tensor(repeating: 1, shape: [100, 100])
        let training = Tape(parameters: ParameterSet(), seed: 5)
        let x = training.input(ones)
        let dropped = x.dropout(0.25)
        let kept = dropped.value.values.filter { $0 != 0 }
        #expect(abs(Double(kept.count) / 10_000 - 0.75) < 0.02)
        #expect(kept.allSatisfy { $0 == 1 / 0.75 })
        training.backward(from: dropped.sum())
        #expect(training.gradient(of: x)?.values == dropped.value.values)
        let evaluating = Tape(parameters: ParameterSet(), training: false)
        #expect(evaluating.input(ones).dropout(0.25).value.values == ones.values)
    }

    @Test func isFreedAfterUse() {
        weak var freed: Tape?
        do {
            let tape = Tape(parameters: ParameterSet())
            let x = tape.input(Tensor([1, 2], shape: [2]))
            _ = ((x * x - x).tanh() + x).sum()
            freed = tape
            #expect(freed != nil)
        }
        #expect(freed == nil, "an operation keeps the tape it is on alive")
    }
}
