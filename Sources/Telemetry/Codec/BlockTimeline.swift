public import GridModel

/// When a block's intervals begin.
public enum BlockTimeline: Hashable, Sendable {
    /// One after the other without a gap.
    case regular(first: Timestamp, stepSeconds: Int64, count: Int)
    /// With gaps, or at no fixed step; ascending.
    case listed([Timestamp])

    public var starts: [Timestamp] {
        switch self {
        case .regular(let first, let step, let count): (0..<count).map { first + Int64($0) * step }
        case .listed(let starts): starts
        }
    }
}
