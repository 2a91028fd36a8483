/// Counts by the token bucket algorithm: a bucket holds up to `burst` tokens, which come back evenly; whoever takes one
/// that is there may go on.
///
/// What is refused takes nothing, so that whoever keeps asking still gets the full rate.
public struct TokenBucket: Hashable, Sendable {
    private var tokens: Double
    /// When the tokens were that many.
    private var moment: Double

    /// A full one.
    /// - Parameter now: seconds since any one moment, by a clock that does not go back.
    public init(_ limit: RateLimit, at now: Double) {
        tokens = Double(limit.burst)
        moment = now
    }

    /// - Parameters:
    ///   - count: how many at once; more than the burst is never there.
    ///   - limit: may be another than the last time, when settings changed.
    ///   - now: a clock that went back counts as one that stood.
    public mutating func take(_ count: Int = 1, of limit: RateLimit, at now: Double) -> RateDecision {
        tokens = min(Double(limit.burst), tokens + max(0, now - moment) * limit.perSecond)
        moment = max(moment, now)
        let wanted = Double(count)
        guard tokens + 1e-9 >= wanted else { return RateDecision(limit, tokens: tokens, missing: wanted - tokens) }
        tokens = max(0, tokens - wanted)
        return RateDecision(limit, tokens: tokens, missing: nil)
    }
}
