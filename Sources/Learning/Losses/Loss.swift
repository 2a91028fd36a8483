/// A loss as a sum and the weight it is a sum over.
///
/// Kept apart so that a batch can be divided into shards: the batch's loss is the sum of sums over the sum of
/// weights, exact however many samples or masked elements each shard happens to have.
public struct Loss {
    /// A scalar.
    public let sum: Variable
    /// How many elements counted; with weights, their total.
    public let weight: Double

    public init(sum: Variable, weight: Double) {
        self.sum = sum
        self.weight = weight
    }

    public var mean: Double { weight > 0 ? Double(sum.value.scalar) / weight : 0 }

    /// Of two losses over the same elements, `share` of the other: the weight stays this one's.
    public func adding(_ other: Loss, times share: Float) -> Loss {
        Loss(sum: sum + other.sum.scaled(by: share), weight: weight)
    }
}
