public import GridModel

/// How often somebody has failed to sign in, and until when they must wait: a state machine without a clock.
///
/// An attempt counts as failed when it begins, so that many at once are not all let through, and is taken back when it
/// succeeds. Whoever waits is told how long.
public struct FailedSignIns: Hashable, Sendable {
    /// What is allowed before waits begin, and how they grow.
    public struct Policy: Hashable, Sendable {
        /// Failures without a wait.
        public let free: Int64
        /// The wait after the first failure beyond those; each further one doubles it.
        public let firstWaitSeconds: Int64
        public let longestWaitSeconds: Int64
        /// After so long without another, failures are forgotten.
        public let forgottenAfterSeconds: Int64

        /// One account from one address.
        public static let accountFromAddress = Policy(
            free: 5, firstWaitSeconds: 2, longestWaitSeconds: 900, forgottenAfterSeconds: 86_400)
        /// Whatever account, from one address: an office behind one address fails more often.
        public static let address = Policy(
            free: 30, firstWaitSeconds: 2, longestWaitSeconds: 900, forgottenAfterSeconds: 3600)
        /// Codes of somebody's second factor from one address, which only those can try who know the password.
        public static let secondFactorFromAddress = Policy(
            free: 5, firstWaitSeconds: 4, longestWaitSeconds: 3600, forgottenAfterSeconds: 86_400)
        /// From all addresses: no more than a hundred in a row (NIST SP 800-63B-4 §3.2.2) come close together, and a
        /// code is one of a million.
        public static let secondFactor = Policy(
            free: 50, firstWaitSeconds: 4, longestWaitSeconds: 3600, forgottenAfterSeconds: 86_400)
        /// Mails that somebody asks for, to one mailbox.
        public static let mail = Policy(
            free: 3, firstWaitSeconds: 60, longestWaitSeconds: 3600, forgottenAfterSeconds: 86_400)
    }

    public private(set) var failures: Int64
    public private(set) var lastFailedAt: Timestamp
    public private(set) var blockedUntil: Timestamp

    public init(failures: Int64 = 0, lastFailedAt: Timestamp = .epoch, blockedUntil: Timestamp = .epoch) {
        self.failures = failures
        self.lastFailedAt = lastFailedAt
        self.blockedUntil = blockedUntil
    }

    /// Begins an attempt.
    /// - Returns: nil when it may go on; otherwise the seconds to wait, and nothing was counted.
    public mutating func attempt(at now: Timestamp, _ policy: Policy) -> Int64? {
        if blockedUntil > now { return blockedUntil - now }
        if now - lastFailedAt >= policy.forgottenAfterSeconds { failures = 0 }
        failures = min(failures, Int64.max - 1) + 1
        lastFailedAt = now
        let beyond = failures - policy.free
        if beyond > 0 {
            let doublings = min(beyond - 1, 30)
            blockedUntil = now + min(policy.firstWaitSeconds << doublings, policy.longestWaitSeconds)
        }
        return nil
    }

    /// The attempt did not fail, or was not looked at: it counts no more, nor the wait that it began.
    public mutating func takeBack() {
        failures = max(failures - 1, 0)
        blockedUntil = .epoch
    }
}
