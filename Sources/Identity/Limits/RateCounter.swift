/// Counts requests against limits, in this process or together with others.
public protocol RateCounter: Sendable {
    /// Takes one of what the limit allows. Never fails: where it cannot be counted together, it is counted here.
    func take(_ subject: RateSubject, _ limit: RateLimit) async -> RateDecision
}
