/// Ours against a named peer, at the same work, in the same run.
struct Contest {
    enum Better {
        case higher
        case lower
    }

    /// Its key in `Thresholds.json`.
    let id: String
    let title: String
    let unit: String
    let better: Better
    /// Makes ready what both need, and holds their results against each other; returns what is worth noting.
    let prepare: () async throws -> [String]
    let ours: Contestant
    let peer: Contestant
}

/// One side of a contest.
struct Contestant {
    let name: String
    /// Does the work once and says how well, in the contest's unit.
    let run: () async throws -> Double
}

/// Why a contest is left out: not a failure.
struct Unavailable: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The two sides did not come to the same result, so their times mean nothing.
struct Disagreement: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
