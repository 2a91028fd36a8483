/// Shares a number of places among tenants: a place that comes free goes to the waiting tenant that holds the fewest, and
/// of several such to the one that was served longest ago. No tenant may hold all, so that another finds one at once.
///
/// The state alone: whoever asks is a number, and the shell around it (`HandlerSlots`) lets it wait.
public struct FairSlots: Sendable {
    public struct Limits: Hashable, Sendable {
        /// Places in all.
        public var places: Int
        /// Places that one tenant may hold.
        public var placesOfOne: Int
        /// Of one tenant, how many may wait.
        public var waitingOfOne: Int
        /// Of all together.
        public var waiting: Int

        public init(places: Int = 32, placesOfOne: Int? = nil, waitingOfOne: Int = 128, waiting: Int = 1024) {
            self.places = max(1, places)
            self.placesOfOne = min(max(1, placesOfOne ?? self.places * 3 / 4), self.places)
            self.waitingOfOne = waitingOfOne
            self.waiting = waiting
        }
    }

    public enum Answer: Hashable, Sendable {
        /// It holds a place, to be given back.
        case holds
        /// It will be named by `release`.
        case waits
        /// Its tenant has too many that wait.
        case tenantIsFull
        /// Too many wait altogether.
        case isFull
    }

    private struct Share {
        var held = 0
        var waiting: [Int] = []
        /// Grows with every place that is given out.
        var servedAt = 0
    }

    private let limits: Limits
    private var shares: [Int64: Share] = [:]
    private var grants = 0
    public private(set) var held = 0
    public private(set) var waiting = 0

    public init(_ limits: Limits) {
        self.limits = limits
    }

    /// - Parameters:
    ///   - asker: another number each time.
    ///   - tenant: whose place it is.
    public mutating func ask(_ asker: Int, of tenant: Int64) -> Answer {
        var share = shares[tenant] ?? Share()
        if held < limits.places, share.held < limits.placesOfOne {
            grant(to: &share)
            shares[tenant] = share
            return .holds
        }
        guard share.waiting.count < limits.waitingOfOne else { return .tenantIsFull }
        guard waiting < limits.waiting else { return .isFull }
        share.waiting.append(asker)
        waiting += 1
        shares[tenant] = share
        return .waits
    }

    /// Gives a place back.
    /// - Returns: who holds one now that waited before.
    public mutating func release(of tenant: Int64) -> Int? {
        guard var share = shares[tenant], share.held > 0 else { return nil }
        share.held -= 1
        held -= 1
        shares[tenant] = share
        let next = waiting > 0 ? nextTenant() : nil
        forget(tenant, unless: next)
        guard let next, var chosen = shares[next] else { return nil }
        let asker = chosen.waiting.removeFirst()
        waiting -= 1
        grant(to: &chosen)
        shares[next] = chosen
        return asker
    }

    public func isWaiting(_ asker: Int, of tenant: Int64) -> Bool {
        shares[tenant]?.waiting.contains(asker) ?? false
    }

    /// Stops waiting.
    /// - Returns: whether it still waited.
    public mutating func withdraw(_ asker: Int, of tenant: Int64) -> Bool {
        guard let place = shares[tenant]?.waiting.firstIndex(of: asker) else { return false }
        shares[tenant]?.waiting.remove(at: place)
        waiting -= 1
        forget(tenant, unless: nil)
        return true
    }

    private mutating func grant(to share: inout Share) {
        grants += 1
        share.held += 1
        share.servedAt = grants
        held += 1
    }

    private func nextTenant() -> Int64? {
        shares.filter { !$0.value.waiting.isEmpty && $0.value.held < limits.placesOfOne }
            .min { ($0.value.held, $0.value.servedAt) < ($1.value.held, $1.value.servedAt) }?.key
    }

    /// A tenant with nothing here takes no memory.
    private mutating func forget(_ tenant: Int64, unless kept: Int64?) {
        guard tenant != kept, let share = shares[tenant], share.held == 0, share.waiting.isEmpty else { return }
        shares[tenant] = nil
    }
}
