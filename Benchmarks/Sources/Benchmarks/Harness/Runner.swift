/// Runs a contest: one warm-up each, then both sides in turn, so that whatever else the machine does meets both.
struct Runner {
    let repeats: Int

    func run(_ contest: Contest) async throws -> Outcome {
        do {
            var notes = try await contest.prepare()
            _ = try await contest.ours.run()
            _ = try await contest.peer.run()
            var ours: [Double] = []
            var peer: [Double] = []
            for _ in 0..<repeats {
                ours.append(try await contest.ours.run())
                peer.append(try await contest.peer.run())
            }
            notes.removeAll(where: \.isEmpty)
            return Outcome(contest: contest, result: .measured(Samples(ours), Samples(peer)), notes: notes)
        } catch let missing as Unavailable {
            return Outcome(contest: contest, result: .skipped(missing.description), notes: [])
        }
    }
}

/// What came of a contest.
struct Outcome {
    enum Result {
        case measured(Samples, Samples)
        case skipped(String)
    }

    let contest: Contest
    let result: Result
    let notes: [String]

    /// How many times as good as the peer we are, by the medians.
    var ratio: Double? {
        guard case .measured(let ours, let peer) = result else { return nil }
        return contest.better == .higher ? ours.median / peer.median : peer.median / ours.median
    }
}
