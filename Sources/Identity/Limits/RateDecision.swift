/// Whether a limit lets something through, and what it has left.
public struct RateDecision: Hashable, Sendable {
    public let isAllowed: Bool
    /// What may be done at once now.
    public let remaining: Int
    /// Until the whole burst is there again.
    public let resetSeconds: Int
    /// Until the same may be tried again; 0 when it was let through.
    public let retryAfterSeconds: Int

    /// - Parameters:
    ///   - tokens: what is left, after taking.
    ///   - missing: what was asked for and not there; nil: it was let through.
    public init(_ limit: RateLimit, tokens: Double, missing: Double?) {
        let full = Double(limit.burst)
        isAllowed = missing == nil
        remaining = max(0, Int(tokens.rounded(.down)))
        resetSeconds = Int(((full - tokens) / limit.perSecond).rounded(.up))
        retryAfterSeconds = missing.map { max(1, Int(($0 / limit.perSecond).rounded(.up))) } ?? 0
    }
}
