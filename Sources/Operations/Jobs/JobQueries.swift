package import GridModel
package import Identity
package import Persistence

/// What the background work is doing.
package struct JobQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// The latest 200, newest first.
    package func list(_ stage: JobStage?) async throws -> [JobRecord] {
        try await database.read(scope) { session in
            try JobRepository(session).list(state: stage.flatMap { JobState(rawValue: $0.rawValue) }, limit: 200)
                .map(Self.record)
        }
    }

    package func job(_ id: JobID) async throws -> JobRecord? {
        try await database.read(scope) { try JobRepository($0).job(id).map(Self.record) }
    }

    /// Ends a job that waits or runs; the worker hears of it within a second and gives it up.
    /// - Parameter now: the wall clock, by which the queue goes.
    /// - Returns: the job as it then is: `cancelled`, unless it had ended before; nil without such a job.
    package func cancel(_ id: JobID, now: Timestamp, by actor: Actor) async throws -> JobRecord? {
        try await database.write(scope) { session in
            let jobs = JobRepository(session)
            let isCancelled = try jobs.cancel(id, now: now)
            let job = try jobs.job(id)
            if isCancelled, let job {
                try session.audit("job.cancel", by: actor, on: "job", id, after: ["kind": job.kind])
            }
            return job.map(Self.record)
        }
    }

    private static func record(_ job: StoredJob) -> JobRecord {
        JobRecord(
            id: job.id, kind: job.kind, state: JobStage(job.state), progress: job.progress, message: job.message,
            createdAt: job.createdAt, startedAt: job.startedAt, finishedAt: job.finishedAt, attempt: job.attempt,
            maxAttempts: job.maxAttempts, error: job.error)
    }
}

extension JobStage {
    init(_ state: JobState) {
        switch state {
        case .queued: self = .queued
        case .running: self = .running
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        }
    }
}
