import GridModel
import Synchronization

/// What a worker has to know beside the job at hand: whether it is to stop; and what others want
/// to know of it: when it was last seen alive.
final class WorkerState: Sendable {
    private struct State {
        var lastBeat: Timestamp
        var isDraining = false
        /// When a draining worker gives up the job at hand.
        var drainUntil: Timestamp?
    }

    /// When the worker was made.
    let begunAt: Timestamp
    private let state: Mutex<State>

    init(at now: Timestamp) {
        begunAt = now
        state = Mutex(State(lastBeat: now))
    }

    var lastBeat: Timestamp { state.withLock { $0.lastBeat } }

    var isDraining: Bool { state.withLock { $0.isDraining } }

    func beat(_ now: Timestamp) {
        state.withLock { $0.lastBeat = now }
    }

    func drain(until end: Timestamp) {
        state.withLock {
            $0.isDraining = true
            $0.drainUntil = $0.drainUntil ?? end
        }
    }

    func mustGiveUp(_ now: Timestamp) -> Bool {
        state.withLock { state in state.drainUntil.map { now >= $0 } ?? false }
    }
}
