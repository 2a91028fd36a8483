package import GridModel
import Persistence

/// Whether the queue is being worked on, as far as it is the worker's.
package struct QueueCheck: Sendable {
    /// A worker that is alive looks for jobs, or extends a lease, every second or so.
    private static let silentSeconds: Int64 = 30
    private static let waitingSeconds: Int64 = 300

    private let worker: JobWorker
    private let now: @Sendable () -> Timestamp

    package init(worker: JobWorker, now: @escaping @Sendable () -> Timestamp) {
        self.worker = worker
        self.now = now
    }

    /// True when the worker is alive and no due job has waited for five minutes while none runs. A worker that was made a
    /// moment ago counts as alive, and what became due while no process ran waits since then: a tenant whose services
    /// begin, or begin anew for other settings, is no reason to send requests elsewhere.
    /// - Throws: `DatabaseError`
    package func isWorking() async throws -> Bool {
        let now = now()
        guard now - worker.lastBeat <= Self.silentSeconds else { return false }
        let (oldestDue, isRunning) = try await worker.database.readUnscoped { connection in
            let leasing = JobLeasing(connection, of: worker.scope)
            return (try leasing.oldestDue(now: now), try leasing.isAnyRunning(now: now))
        }
        guard let oldestDue, !isRunning else { return true }
        return now - max(oldestDue, worker.begunAt) <= Self.waitingSeconds
    }
}
