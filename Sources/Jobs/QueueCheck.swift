package import GridModel
package import Persistence

/// Whether the queue is being worked on.
package struct QueueCheck: Sendable {
    /// A worker that is alive looks for jobs, or extends a lease, every second or so.
    private static let silentSeconds: Int64 = 30
    private static let waitingSeconds: Int64 = 300

    private let database: any Database
    private let worker: JobWorker
    private let now: @Sendable () -> Timestamp

    package init(database: any Database, worker: JobWorker, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.worker = worker
        self.now = now
    }

    /// True when the worker is alive and no due job has waited for five minutes while none runs.
    /// - Throws: `DatabaseError`
    package func isWorking() async throws -> Bool {
        let now = now()
        guard let beat = worker.lastBeat, now - beat <= Self.silentSeconds else { return false }
        let (oldestDue, isRunning) = try await database.readUnscoped { connection in
            let leasing = JobLeasing(connection)
            return (try leasing.oldestDue(now: now), try leasing.isAnyRunning(now: now))
        }
        guard let oldestDue, !isRunning else { return true }
        return now - oldestDue <= Self.waitingSeconds
    }
}
