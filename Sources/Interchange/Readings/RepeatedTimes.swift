import GridModel

/// Rows of one series, in the order of the file, whose local times the clock shows twice: which moment each means.
///
/// Every reading of the rows that their order allows is weighed by how many rows follow their neighbours at exactly
/// one interval. Rows may run forward or backward.
struct RepeatedTimes {
    /// The two moments that show one local time.
    struct Pair: Hashable {
        let first: Timestamp
        let second: Timestamp
    }

    enum Answer: Hashable {
        /// The rows tell.
        case told([Timestamp])
        /// The hour is there once, and nothing tells which one it is: the first is taken.
        case assumed([Timestamp])
        /// A local time is there more often than once, and the order of the rows does not tell which is which.
        case untold
    }

    let pairs: [Pair]
    /// The moments of the rows of the series around these, where there are any.
    let before: Timestamp?
    let after: Timestamp?
    let intervalSeconds: Int64

    var answer: Answer {
        guard let first = pairs.first, let last = pairs.last else { return .told([]) }
        var directions = Set<Bool>()
        if let before { directions.insert(before < first.first) }
        if let after { directions.insert(after > last.second) }
        // Neighbours that contradict each other, as in a file without order, tell nothing.
        if directions.count != 1 { directions = [true, false] }
        var candidates: [(moments: [Timestamp], isSplit: Bool)] = []
        for isAscending in directions { candidates += readings(isAscending) }
        let weighed = candidates.map { (candidate: $0, weight: neighbours($0.moments)) }
        guard let most = weighed.map(\.weight).max() else { return .untold }
        let best = weighed.filter { $0.weight == most }.map(\.candidate)
        if Set(best.map(\.moments)).count == 1 { return .told(best[0].moments) }
        return best.contains(where: \.isSplit) ? .untold : .assumed(pairs.map(\.first))
    }

    /// What the rows can mean when they run forward, or backward.
    private func readings(_ isAscending: Bool) -> [(moments: [Timestamp], isSplit: Bool)] {
        let jumps = pairs.indices.dropFirst().filter {
            isAscending ? pairs[$0].first <= pairs[$0 - 1].first : pairs[$0].first >= pairs[$0 - 1].first
        }
        switch jumps.count {
        case 0: return [(pairs.map(\.first), false), (pairs.map(\.second), false)]
        case 1:
            let moments = pairs.indices.map { ($0 < jumps[0]) == isAscending ? pairs[$0].first : pairs[$0].second }
            return [(moments, true)]
        default: return []
        }
    }

    /// How many rows are one interval from the row before.
    private func neighbours(_ moments: [Timestamp]) -> Int {
        let all = [before].compactMap(\.self) + moments + [after].compactMap(\.self)
        return zip(all, all.dropFirst()).count { abs($1 - $0) == intervalSeconds }
    }
}
