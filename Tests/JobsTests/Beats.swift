import Synchronization

/// A heartbeat that beats when the test says so.
final class Beats: Sendable {
    private struct State {
        var pending = 0
        var waiter: CheckedContinuation<Bool, Never>?
        var isEnded = false
        /// Told when somebody waits for a beat.
        var arrivals: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// For one worker with one job at a time.
    func wait() async throws {
        let isBeat = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (answer, arrivals) = state.withLock { state -> (Bool?, [CheckedContinuation<Void, Never>]) in
                    let arrivals = state.arrivals
                    state.arrivals = []
                    if Task.isCancelled { return (false, arrivals) }
                    if state.pending > 0 {
                        state.pending -= 1
                        return (true, arrivals)
                    }
                    state.waiter = continuation
                    return (nil, arrivals)
                }
                for arrival in arrivals { arrival.resume() }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            take()?.resume(returning: false)
        }
        if !isBeat { throw CancellationError() }
    }

    /// One beat, now or when the worker next waits for it.
    func beat() {
        let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard let waiter = state.waiter else {
                state.pending += 1
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume(returning: true)
    }

    /// Returns when the worker waits for its next beat: what the one before led to is done. Returns, too, when the task is
    /// cancelled, as by a test's time limit: the worker waits for nothing any more then.
    func settled() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.waiter != nil || Task.isCancelled { return true }
                    state.arrivals.append(continuation)
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            let arrivals = state.withLock { state in
                defer { state.arrivals = [] }
                return state.arrivals
            }
            for arrival in arrivals { arrival.resume() }
        }
    }

    private func take() -> CheckedContinuation<Bool, Never>? {
        state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
    }
}

/// Opens once; those who wait go on.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var last = 0
    }

    private let state = Mutex(State())

    /// Ends, too, when its task is cancelled.
    func passed() async {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.isOpen || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }
}
