/// A stack of LSTM layers with PyTorch's names, gate order (i, f, g, o) and initialisation: uniform within
/// ±1 / √hidden. Sequences are time-major, as PyTorch's default.
public struct LSTM: Sendable {
    public let inputs, hidden: Int
    /// Between layers, as in PyTorch: not after the last.
    public let dropout: Float
    private let layers: [Layer]

    private struct Layer: Sendable {
        let inputHidden, hiddenHidden, inputBias, hiddenBias: ParameterID
    }

    /// Adds `name.weight_ih_l0`, `name.weight_hh_l0`, `name.bias_ih_l0`, `name.bias_hh_l0`, then `…_l1` and so on.
    public init(
        _ name: String, inputs: Int, hidden: Int, layers: Int = 1, dropout: Float = 0,
        in parameters: inout ParameterSet, random: inout RandomSource
    ) {
        precondition(inputs > 0 && hidden > 0 && layers > 0, "an LSTM needs inputs, hidden units and layers")
        let spread = Initializer.uniform(bound: 1 / Double(hidden).squareRoot())
        self.inputs = inputs
        self.hidden = hidden
        self.dropout = dropout
        self.layers = (0..<layers).map { layer in
            func add(_ kind: String, _ shape: [Int]) -> ParameterID {
                parameters.add("\(name).\(kind)_l\(layer)", shape: shape, spread, random: &random)
            }
            return Layer(
                inputHidden: add("weight_ih", [4 * hidden, layer == 0 ? inputs : hidden]),
                hiddenHidden: add("weight_hh", [4 * hidden, hidden]),
                inputBias: add("bias_ih", [4 * hidden]),
                hiddenBias: add("bias_hh", [4 * hidden]))
        }
    }

    /// The last layer's state at every step: `[steps, batch, inputs]` to `[steps, batch, hidden]`.
    public func callAsFunction(_ x: Variable) -> Variable {
        let tape = x.tape
        var output = x
        for (index, layer) in layers.enumerated() {
            if index > 0 { output = output.dropout(dropout) }
            output = output.lstm(
                LSTMWeights(
                    inputHidden: tape.parameter(layer.inputHidden), hiddenHidden: tape.parameter(layer.hiddenHidden),
                    inputBias: tape.parameter(layer.inputBias), hiddenBias: tape.parameter(layer.hiddenBias)))
        }
        return output
    }
}
