/// When a server that did not answer is asked again: at first soon, then ever more rarely, up to every five
/// seconds. Between two attempts callers are told at once.
struct ReconnectBackoff {
    private static let first: Duration = .milliseconds(100)
    private static let longest: Duration = .seconds(5)

    private var failures = 0
    private var retryAt: ContinuousClock.Instant?

    func mayConnect(at now: ContinuousClock.Instant) -> Bool {
        retryAt.map { now >= $0 } ?? true
    }

    /// - Parameter jitter: 0…1, so that many processes do not come back at the same moment.
    mutating func failed(at now: ContinuousClock.Instant, jitter: Double) {
        let doubled = Self.first * (1 << min(failures, 10))
        failures += 1
        retryAt = now + min(doubled, Self.longest) * (0.5 + 0.5 * jitter)
    }

    mutating func succeeded() {
        failures = 0
        retryAt = nil
    }
}
