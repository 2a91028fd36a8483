/// A tensor on a tape: what layers and operations take and return.
public struct Variable {
    public let value: Tensor
    let tape: Tape
    /// Where its gradient is kept; nil for constants and on a tape that does not record.
    let node: Int?
    let parameter: ParameterID?

    public var shape: [Int] { value.shape }
}
