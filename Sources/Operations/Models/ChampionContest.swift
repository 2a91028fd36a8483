import Persistence

/// Whether a newly trained model takes the place of the one in service: both and the baseline measured by
/// one figure on the same held-out hours.
struct ChampionContest: Codable, Hashable, Sendable {
    /// What was measured, with its unit: `Pinball loss, %`.
    let measure: String
    let isLowerBetter: Bool
    /// Nil when nothing could be measured.
    let challenger: Double?
    /// Nil without a champion, or when it could not be measured.
    let champion: Double?
    let baseline: Double?
    /// Why the champion could not be measured; nil when it could or there is none.
    var obstacle: String?

    /// - Parameter holder: the version in service; nil when there is none.
    func verdict(against holder: Int?) -> Verdict {
        let losesToBaseline = challenger.flatMap { own in baseline.map { !isBetter(own, than: $0) } } ?? false
        func verdict(_ takesOver: Bool, _ reason: String) -> Verdict {
            Verdict(
                takesOver: takesOver,
                reason: losesToBaseline ? "\(reason) It does not beat the baseline (\(figure(baseline)))." : reason,
                losesToBaseline: losesToBaseline)
        }
        guard let holder else { return verdict(true, "The first of its kind; \(measure) \(figure(challenger)).") }
        guard let challenger else { return verdict(false, "It could not be measured: version \(holder) stays.") }
        if let obstacle { return verdict(true, "Version \(holder) could not be measured: \(obstacle)") }
        guard let champion else {
            return verdict(
                false, "Version \(holder) has seen the held-out hours: it stays, for want of a fair contest.")
        }
        let figures = "\(measure) \(figure(challenger)), version \(holder) has \(figure(champion)) on the same hours."
        return isBetter(challenger, than: champion)
            ? verdict(true, "Better: \(figures)") : verdict(false, "Not better: \(figures)")
    }

    private func isBetter(_ own: Double, than other: Double) -> Bool { isLowerBetter ? own < other : own > other }

    private func figure(_ value: Double?) -> String {
        guard let value else { return "unknown" }
        let thousandths = Int((abs(value) * 1000).rounded())
        let fraction = String(1000 + thousandths % 1000).dropFirst()
        return "\(value < 0 ? "-" : "")\(thousandths / 1000).\(fraction)"
    }

    struct Verdict: Hashable, Sendable {
        let takesOver: Bool
        /// A sentence for people.
        let reason: String
        let losesToBaseline: Bool
    }
}
