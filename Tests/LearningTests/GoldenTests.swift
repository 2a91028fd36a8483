import Foundation
import Testing

@testable import Learning

/// Every operation against PyTorch in float64 (Golden/make_golden.py): output and gradients within 1e-5 of the
/// block's largest value.
@Suite struct GoldenTests {
    typealias Operation =
        @Sendable (_ tape: Tape, _ input: (String) -> Variable, _ data: (String) -> Tensor) -> Variable

    static let operations: [String: Operation] = [
        "linear": { _, v, _ in v("x").linear(weight: v("weight"), bias: v("bias")) },
        "add": { _, v, _ in v("a") + v("b") },
        "addRow": { _, v, _ in v("a") + v("b") },
        "subtract": { _, v, _ in v("a") - v("b") },
        "multiply": { _, v, _ in v("a") * v("b") },
        "scale": { _, v, _ in -2.5 * v("x") },
        "tanh": { _, v, _ in v("x").tanh() },
        "sigmoid": { _, v, _ in v("x").sigmoid() },
        "relu": { _, v, _ in v("x").relu() },
        "silu": { _, v, _ in v("x").silu() },
        "sum": { _, v, _ in v("x").sum() },
        "mean": { _, v, _ in v("x").mean() },
        "slice": { _, v, _ in v("x").slice(1..<3) },
        "element": { _, v, _ in v("x").element(2) },
        "columns": { _, v, _ in v("x").columns(2..<6) },
        "repeated": { _, v, _ in v("x").repeated(3) },
        "concatenated": { tape, v, _ in tape.concatenated([v("a"), v("b")]) },
        "reshaped": { _, v, _ in v("x").reshaped([6, 4]) },
        "embedding": { _, v, _ in v("table").rows(at: [2, 0, 2, 1]) },
        "layerNorm": { _, v, _ in v("x").layerNormalized(gain: v("gain"), bias: v("bias")) },
        "lstm": { _, v, _ in v("x").lstm(weights(v, layer: 0)) },
        "lstmTwoLayers": { _, v, _ in v("x").lstm(weights(v, layer: 0)).lstm(weights(v, layer: 1)) },
        "squaredError": { _, v, d in v("prediction").squaredError(to: d("target"), weights: d("weights")).sum },
        "huber": { _, v, d in v("prediction").huberLoss(to: d("target"), delta: 0.7, weights: d("weights")).sum },
        "quantile": { _, v, d in
            v("prediction").quantileLoss(to: d("target"), levels: [0.1, 0.5, 0.9], weights: d("weights")).sum
        },
    ]

    static func weights(_ input: (String) -> Variable, layer: Int) -> LSTMWeights {
        LSTMWeights(
            inputHidden: input("weight_ih_l\(layer)"), hiddenHidden: input("weight_hh_l\(layer)"),
            inputBias: input("bias_ih_l\(layer)"), hiddenBias: input("bias_hh_l\(layer)"))
    }

    @Test(arguments: operations.keys.sorted())
    func agreesWithPyTorch(name: String) throws {
        let golden = try goldenTensors()
        let operation = try #require(Self.operations[name])
        let tape = Tape(parameters: ParameterSet())
        var inputs: [String: Variable] = [:]
        for (key, tensor) in golden where key.hasPrefix("\(name)/in/") {
            inputs[String(key.dropFirst("\(name)/in/".count))] = tape.input(tensor)
        }
        let known = inputs
        func variable(_ key: String) -> Variable { known[key] ?? tape.constant(Tensor(scalar: .nan)) }
        let out = operation(tape, variable) { variable($0).value }
        expectClose(out.value, try #require(golden["\(name)/out"]), "output of \(name)")
        let scalar = golden["\(name)/cotangent"].map { (out * tape.constant($0)).sum() } ?? out
        tape.backward(from: scalar)
        let gradients = golden.keys.filter { $0.hasPrefix("\(name)/grad/") }
        #expect(!gradients.isEmpty)
        for key in gradients {
            let input = String(key.dropFirst("\(name)/grad/".count))
            let found = try #require(tape.gradient(of: variable(input)), "no gradient for \(input)")
            expectClose(found, try #require(golden[key]), "gradient of \(name) by \(input)")
        }
    }

    @Test func coversEveryGoldenCase() throws {
        let cases = Set(try goldenTensors().keys.compactMap { $0.split(separator: "/").first.map(String.init) })
        #expect(cases == Set(Self.operations.keys).union(["adam"]))
    }

    @Test func takesAdamWStepsAsPyTorchDoes() throws {
        let golden = try goldenTensors()
        let initial = try #require(golden["adam/in/parameter"])
        let gradients = try #require(golden["adam/in/gradients"])
        var parameters = ParameterSet()
        var random = RandomSource(seed: 0)
        let id = parameters.add("p", shape: initial.shape, .constant(0), random: &random)
        parameters[id] = initial
        var adam = Adam(Adam.Settings(weightDecay: 0.1), for: parameters)
        for step in 0..<gradients.shape[0] {
            var flat = gradients.element(step).values
            flat += [Float](repeating: 0, count: parameters.flat.count - flat.count)
            let gradient = Tensor(flat, shape: parameters.flat.shape)
            adam.step(&parameters, gradient: gradient, gradientScale: 1, learningRate: 0.01)
        }
        expectClose(parameters[id], try #require(golden["adam/out"]), "AdamW")
    }
}

func goldenTensors() throws -> [String: Tensor] {
    let url = try #require(Bundle.module.url(forResource: "golden", withExtension: "safetensors"))
    return try Checkpoint(decoding: [UInt8](Data(contentsOf: url))).tensors
}

func expectClose(
    _ found: Tensor, _ expected: Tensor, _ what: String, tolerance: Float = 1e-5,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
    guard found.shape == expected.shape else { return }
    let largest = expected.values.map { abs($0) }.max() ?? 0
    let error = zip(found.values, expected.values).map { abs($0 - $1) }.reduce(Float(0)) { $0 >= $1 ? $0 : $1 }
    #expect(error <= tolerance * largest, "\(what): off by \(error) of \(largest)", sourceLocation: sourceLocation)
}
