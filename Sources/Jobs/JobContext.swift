package import GridModel
import Persistence
import Synchronization

/// What a running job is given: who it is for, what was asked, and where to say how far it is.
package final class JobContext: Sendable {
    private struct State {
        var progress: Double?
        var message: String?
        var isCancelled = false
    }

    package let scope: TenantScope
    package let payload: String
    private let state = Mutex(State())

    init(_ job: StoredJob) {
        scope = job.scope
        payload = job.payload
    }

    /// Notes how far the work is; may be called from any thread, often.
    /// - Throws: `CancellationError` once the job has been cancelled or taken over.
    package func report(_ progress: Double, _ message: String) throws {
        let isCancelled = state.withLock { state in
            state.progress = progress
            state.message = message
            return state.isCancelled
        }
        if isCancelled { throw CancellationError() }
    }

    struct Progress: Hashable {
        /// 0…1
        let fraction: Double?
        let message: String?
    }

    var progress: Progress { state.withLock { Progress(fraction: $0.progress, message: $0.message) } }

    func cancel() {
        state.withLock { $0.isCancelled = true }
    }
}
