import Synchronization

/// Moments at which something is given up, all looked after by one task.
///
/// A sleeping task for each request would be a timer of the system's for each, and one that is cancelled stays in its queue
/// until it would have ended: at thousands of requests a second with half a minute each, more timers than work.
final class Deadlines: Sendable {
    /// Of the whole process.
    static let shared = Deadlines()

    /// How often they are looked at; what passes is noticed so much later at most.
    private static let tick = Duration.milliseconds(50)

    private struct Entry {
        let moment: ContinuousClock.Instant
        let expire: @Sendable () -> Void
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var last = 0
        var isLooking = false
    }

    private let state = Mutex(State())

    /// - Parameter expire: called once the moment has passed, unless it was removed before.
    /// - Returns: its number.
    func add(after timeout: Duration, _ expire: @escaping @Sendable () -> Void) -> Int {
        let (number, begins) = state.withLock { state in
            state.last += 1
            state.entries[state.last] = Entry(moment: .now + timeout, expire: expire)
            defer { state.isLooking = true }
            return (state.last, !state.isLooking)
        }
        if begins { Task.detached { await self.look() } }
        return number
    }

    /// - Returns: whether it had not passed yet.
    @discardableResult
    func remove(_ number: Int) -> Bool {
        state.withLock { $0.entries.removeValue(forKey: number) } != nil
    }

    /// For as long as there are any.
    private func look() async {
        while true {
            // Time itself; a task of its own, which nobody cancels.
            try? await Task.sleep(for: Self.tick)
            let now = ContinuousClock.now
            let passed = state.withLock { state -> [Entry]? in
                guard !state.entries.isEmpty else {
                    state.isLooking = false
                    return nil
                }
                let passed = state.entries.filter { $0.value.moment <= now }
                for number in passed.keys { state.entries[number] = nil }
                return Array(passed.values)
            }
            guard let passed else { return }
            for entry in passed { entry.expire() }
        }
    }
}
