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

    /// - Parameter starts: ascending.
    init(of starts: [Timestamp]) {
        guard starts.count > 1 else {
            self = .listed(starts)
            return
        }
        let step = starts[1] - starts[0]
        // Without early exit, so that the compiler can look at several at once.
        var differences: Int64 = 0
        for index in 1..<starts.count { differences |= (starts[index] - starts[index - 1]) ^ step }
        self = differences == 0 ? .regular(first: starts[0], stepSeconds: step, count: starts.count) : .listed(starts)
    }
}
