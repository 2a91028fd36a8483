import Synchronization

/// Counts in this process's memory: of the subjects seen last, so many as were asked for.
///
/// A subject that was forgotten begins anew with a full bucket. Whoever wants that must send from more addresses than are
/// kept, which no limit by address would stop.
public final class ProcessRateCounter: RateCounter {
    private let buckets: Mutex<RecentlyUsed<RateSubject, TokenBucket>>
    private let now: @Sendable () -> Double

    /// - Parameters:
    ///   - capacity: subjects that are kept; one takes about 200 bytes.
    ///   - now: seconds since any one moment, by a clock that does not go back.
    public init(capacity: Int = 100_000, now: @escaping @Sendable () -> Double = MonotonicClock.seconds) {
        buckets = Mutex(RecentlyUsed(capacity: capacity))
        self.now = now
    }

    /// How many subjects are kept.
    public var count: Int { buckets.withLock { $0.count } }

    public func take(_ subject: RateSubject, _ limit: RateLimit) -> RateDecision {
        let now = now()
        return buckets.withLock { buckets in
            var bucket = buckets.value(subject) ?? TokenBucket(limit, at: now)
            let decision = bucket.take(of: limit, at: now)
            buckets.set(bucket, for: subject)
            return decision
        }
    }
}

/// The time since the process began to look at it.
public enum MonotonicClock {
    private static let start = ContinuousClock.now

    @Sendable public static func seconds() -> Double { (ContinuousClock.now - start) / .seconds(1) }
}
