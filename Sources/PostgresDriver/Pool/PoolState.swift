/// Which connections are free, how many are in use, and who waits for one. Values only: the pool acts on what it says.
struct PoolState<Link> {
    enum Acquisition {
        case use(Link)
        /// There may be one more: open it.
        case open
        case wait
    }

    enum Release {
        /// The connection goes to this waiter.
        case hand(Link, to: Int)
        /// Its place goes to this waiter, who opens another.
        case openFor(Int)
        case keep
    }

    let limit: Int
    private var idle: [(link: Link, since: ContinuousClock.Instant)] = []
    private var taken = 0
    /// In the order they came.
    private var waiters: [Int] = []

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    var waiting: Int { waiters.count }
    var open: Int { idle.count + taken }
    var inUse: Int { taken }

    /// - Parameter waiter: a number of the caller's own, for when it has to wait.
    mutating func acquire(waiter: Int) -> Acquisition {
        if let free = idle.popLast() {
            taken += 1
            return .use(free.link)
        }
        if taken < limit {
            taken += 1
            return .open
        }
        waiters.append(waiter)
        return .wait
    }

    /// - Parameter link: nil when it is not to be used again, or was never opened.
    mutating func release(_ link: Link?, at now: ContinuousClock.Instant) -> Release {
        guard !waiters.isEmpty else {
            taken -= 1
            if let link { idle.append((link, now)) }
            return .keep
        }
        let waiter = waiters.removeFirst()
        return link.map { .hand($0, to: waiter) } ?? .openFor(waiter)
    }

    /// - Returns: whether it was still waiting.
    mutating func giveUp(waiter: Int) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// Takes the connections out that nobody has used since a moment: all of them, when the server has gone.
    mutating func removeIdle(unusedSince moment: ContinuousClock.Instant) -> [Link] {
        let old = idle.filter { $0.since <= moment }.map(\.link)
        idle.removeAll { $0.since <= moment }
        return old
    }
}
