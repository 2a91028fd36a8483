public import GridModel

/// Where a connector stands: when it polls next, and why not sooner.
///
/// A value without clock or I/O. Whoever drives it stores it after every change, so that it outlives the process,
/// and changes it in transactions that exclude each other, so that only one process polls.
public struct ConnectorState: Codable, Hashable, Sendable {
    /// The right to poll, until a moment.
    public struct Lease: Hashable, Sendable {
        public let until: Timestamp
    }

    /// The answer to whoever would poll now.
    public enum Claim: Hashable, Sendable {
        case poll(Lease)
        case notDue(until: Timestamp)
        /// Another poll is under way, or died and holds its lease until then.
        case running(until: Timestamp)
        /// The provider has asked to wait.
        case held(until: Timestamp)
    }

    /// A poll may take less than this: what is older is taken for dead.
    public static let leaseSeconds: Int64 = 600
    public static let firstBackoffSeconds: Int64 = 60
    public static let longestBackoffSeconds: Int64 = 3600
    /// After so many failures in a row, or one that waiting does not mend, polls come `suspendedSeconds` apart.
    public static let failuresUntilSuspension = 8
    public static let suspendedSeconds: Int64 = 6 * 3600
    /// While there is nothing to ask for, it is looked again so often.
    public static let waitingSeconds: Int64 = 60
    /// What a provider asks to wait is believed up to this.
    public static let longestHoldSeconds: Int64 = 86_400

    public private(set) var lastAttemptAt: Timestamp?
    public private(set) var lastSuccessAt: Timestamp?
    /// Of the last poll; nil when it succeeded.
    public private(set) var lastError: String?
    /// Nil: as soon as somebody looks.
    public private(set) var nextAttemptAt: Timestamp?
    /// In a row.
    public private(set) var failures = 0
    public private(set) var isSuspended = false
    /// What the last successful poll brought.
    public private(set) var lastReport: String?
    private var heldUntil: Timestamp?
    /// Nil in what was stored before there was such a state.
    private var waits: Bool?
    private var leaseUntil: Timestamp?
    private var quotaDay: Int64 = 0
    private var callsOfDay = 0

    public init() {}

    /// Whether a poll is under way.
    public func isRunning(at now: Timestamp) -> Bool { leaseUntil.map { now < $0 } ?? false }

    /// Whether there was nothing to ask for yet, such as zones: no failure, and it goes on when there is.
    public var isWaiting: Bool { waits ?? false }

    /// Calls of the UTC day that `now` lies in.
    public func calls(at now: Timestamp) -> Int { quotaDay == Self.day(of: now) ? callsOfDay : 0 }

    // MARK: Events

    /// - Parameter isForced: somebody asks for a poll now: the schedule does not count, but a poll under way and the
    ///   provider's wish to wait do.
    public mutating func begin(at now: Timestamp, isForced: Bool = false) -> Claim {
        if let leaseUntil, now < leaseUntil { return .running(until: leaseUntil) }
        if let heldUntil, now < heldUntil { return .held(until: heldUntil) }
        if !isForced, let nextAttemptAt, now < nextAttemptAt { return .notDue(until: nextAttemptAt) }
        let lease = Lease(until: now + Self.leaseSeconds)
        leaseUntil = lease.until
        lastAttemptAt = now
        return .poll(lease)
    }

    /// Counts calls before they are made.
    /// - Returns: false when the day's calls do not suffice; nothing is counted then.
    public mutating func spend(calls: Int, at now: Timestamp, of daily: Int) -> Bool {
        let today = Self.day(of: now)
        if quotaDay != today { (quotaDay, callsOfDay) = (today, 0) }
        guard callsOfDay + calls <= daily else { return false }
        callsOfDay += calls
        return true
    }

    /// - Parameter lease: what `begin` gave; an outcome without the lease that stands changes nothing.
    public mutating func succeed(_ lease: Lease, at now: Timestamp, every intervalSeconds: Int64, report: String) {
        guard end(lease) else { return }
        lastSuccessAt = now
        lastReport = report
        lastError = nil
        failures = 0
        isSuspended = false
        waits = false
        heldUntil = nil
        nextAttemptAt = max(now, (lastAttemptAt ?? now) + intervalSeconds)
    }

    /// - Parameter random: uniform in 0…1.
    public mutating func fail(_ lease: Lease, _ error: ConnectorError, at now: Timestamp, random: Double) {
        guard end(lease) else { return }
        lastError = error.description
        let jitter = 0.5 + 0.5 * min(1, max(0, random))
        if case .quotaUsedUp = error {
            // Ten minutes into the next day at most: other installations wait for the same moment.
            nextAttemptAt = Timestamp(secondsSinceEpoch: (Self.day(of: now) + 1) * 86_400) + Int64(600 * (1 - jitter))
            return
        }
        if case .nothingToAsk = error {
            (waits, isSuspended, failures) = (true, false, 0)
            nextAttemptAt = now + Self.waitingSeconds
            return
        }
        waits = false
        failures += 1
        isSuspended = !error.isTransient || failures >= Self.failuresUntilSuspension
        let doubled = Self.firstBackoffSeconds << Int64(min(failures - 1, 16))
        let whole = isSuspended ? Self.suspendedSeconds : min(Self.longestBackoffSeconds, doubled)
        nextAttemptAt = now + Int64((Double(whole) * jitter).rounded(.up))
        if case .overLimit(let seconds?) = error {
            let hold = now + min(max(0, seconds), Self.longestHoldSeconds)
            heldUntil = hold
            nextAttemptAt = max(nextAttemptAt ?? hold, hold)
        }
    }

    /// The process stops while it polls: nobody's fault, so the next one may poll at once.
    public mutating func interrupt(_ lease: Lease) {
        guard end(lease) else { return }
        lastError = "The last poll was cut short when the program stopped."
    }

    /// Somebody has changed the settings: what failed before may go now.
    public mutating func reconsider() {
        failures = 0
        isSuspended = false
        waits = false
        nextAttemptAt = nil
    }

    // MARK: Private

    private mutating func end(_ lease: Lease) -> Bool {
        guard leaseUntil == lease.until else { return false }
        leaseUntil = nil
        return true
    }

    private static func day(of moment: Timestamp) -> Int64 {
        moment.floored(toMultipleOf: 86_400).secondsSinceEpoch / 86_400
    }
}
