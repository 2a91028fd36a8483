/// Layer normalisation over the last axis, with PyTorch's names; begins as gain 1 and bias 0.
public struct LayerNorm: Sendable {
    public let weight, bias: ParameterID
    public let epsilon: Float

    /// Adds `name.weight` and `name.bias`, both `[width]`, to `parameters`.
    public init(
        _ name: String, width: Int, epsilon: Float = 1e-5, in parameters: inout ParameterSet,
        random: inout RandomSource
    ) {
        weight = parameters.add("\(name).weight", shape: [width], .constant(1), random: &random)
        bias = parameters.add("\(name).bias", shape: [width], .constant(0), random: &random)
        self.epsilon = epsilon
    }

    public func callAsFunction(_ x: Variable) -> Variable {
        x.layerNormalized(gain: x.tape.parameter(weight), bias: x.tape.parameter(bias), epsilon: epsilon)
    }
}
