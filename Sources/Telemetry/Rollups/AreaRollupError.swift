public import GridModel

/// Why a series cannot be added to an area's load.
public enum AreaRollupError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither energy nor power.
    case notAPower(Quantity)

    public var description: String {
        switch self {
        case .notAPower(let quantity): "\(quantity.rawValue) is neither energy nor power: it is no part of a load."
        }
    }
}
