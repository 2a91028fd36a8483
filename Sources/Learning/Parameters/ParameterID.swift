/// Names one tensor of a `ParameterSet`; layers hold these instead of weights.
public struct ParameterID: Hashable, Sendable {
    let index: Int
}
