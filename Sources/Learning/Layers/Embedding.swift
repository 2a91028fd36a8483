/// A learned vector for each of a fixed number of entries, with PyTorch's name and initialisation: standard normal.
public struct Embedding: Sendable {
    /// `[entries, width]`
    public let weight: ParameterID

    /// Adds `name.weight` to `parameters`.
    public init(
        _ name: String, entries: Int, width: Int, in parameters: inout ParameterSet, random: inout RandomSource
    ) {
        weight = parameters.add("\(name).weight", shape: [entries, width], .normal(deviation: 1), random: &random)
    }

    /// `[indices.count, width]`.
    public func callAsFunction(_ indices: [Int], on tape: Tape) -> Variable {
        tape.parameter(weight).rows(at: indices)
    }
}
