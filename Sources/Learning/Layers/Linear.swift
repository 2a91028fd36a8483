/// A dense layer, `y = x Wᵀ + b`, with PyTorch's names and initialisation: uniform within ±1 / √inputs.
public struct Linear: Sendable {
    /// `[outputs, inputs]`
    public let weight: ParameterID
    /// `[outputs]`
    public let bias: ParameterID

    /// Adds `name.weight` and `name.bias` to `parameters`.
    public init(
        _ name: String, inputs: Int, outputs: Int, in parameters: inout ParameterSet, random: inout RandomSource
    ) {
        let spread = Initializer.uniform(bound: 1 / Double(inputs).squareRoot())
        weight = parameters.add("\(name).weight", shape: [outputs, inputs], spread, random: &random)
        bias = parameters.add("\(name).bias", shape: [outputs], spread, random: &random)
    }

    /// `[…, inputs]` to `[…, outputs]`.
    public func callAsFunction(_ x: Variable) -> Variable {
        x.linear(weight: x.tape.parameter(weight), bias: x.tape.parameter(bias))
    }
}
