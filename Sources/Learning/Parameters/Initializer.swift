/// How a new parameter is filled; the layers use PyTorch's defaults.
public enum Initializer: Sendable {
    case constant(Float)
    /// Uniform within ±bound.
    case uniform(bound: Double)
    case normal(deviation: Double)

    func tensor(_ shape: [Int], random: inout RandomSource) -> Tensor {
        let count = Tensor.count(of: shape)
        switch self {
        case .constant(let value):
            return Tensor(repeating: value, shape: shape)
        case .uniform(let bound):
            return Tensor((0..<count).map { _ in Float((2 * random.uniform() - 1) * bound) }, shape: shape)
        case .normal(let deviation):
            return Tensor((0..<count).map { _ in Float(random.normal() * deviation) }, shape: shape)
        }
    }
}
