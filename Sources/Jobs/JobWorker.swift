package import GridModel
package import Persistence

/// Takes due jobs from the queue one after the other and runs them.
///
/// While a job runs its lease is extended; a worker that dies loses it, and another takes the
/// job up if it has attempts left. A job can so run twice, once half: those with more than one
/// attempt must be idempotent.
package struct JobWorker: Sendable {
    package typealias Handler = @Sendable (JobContext) async throws -> Void

    private enum Outcome {
        case succeeded
        case failed(String)
        /// Stopped by the worker's own shutdown.
        case interrupted
    }

    /// Why a job's lease is no longer extended.
    private enum LeaseEnd {
        case handlerEnded
        /// Cancelled, or another worker has it.
        case lost
        case mustGiveUp
    }

    private static let leaseSeconds: Int64 = 60
    private static let drainSeconds: Int64 = 5
    /// Errors are shown to users: what is longer is cut.
    private static let errorLength = 500

    let database: any Database
    /// Whose jobs are taken; nil: every tenant's.
    let scope: TenantScope?
    private let handlers: [String: Handler]
    private let now: @Sendable () -> Timestamp
    private let heartbeat: @Sendable () async throws -> Void
    private let backoff: RetryBackoff
    private let onChange: @Sendable (StoredJob) async -> Void
    private let state: WorkerState

    /// - Parameters:
    ///   - scope: the tenant that the handlers work for; nil when they look at the job's own.
    ///   - handlers: by the kind of job.
    ///   - now: the wall clock.
    ///   - onChange: told of every beginning, progress and end.
    ///   - heartbeat: waits until a running job's lease is to be extended and its progress stored;
    ///     throws when its task is cancelled. By default it sleeps: leases run out by time alone, and twice a
    ///     second is what a progress bar needs. Tests beat by hand.
    package init(
        database: any Database, scope: TenantScope? = nil, handlers: [String: Handler],
        now: @escaping @Sendable () -> Timestamp,
        onChange: @escaping @Sendable (StoredJob) async -> Void = { _ in },
        heartbeat: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .milliseconds(500)) },
        backoff: RetryBackoff = RetryBackoff()
    ) {
        self.database = database
        self.scope = scope
        self.handlers = handlers
        self.now = now
        self.heartbeat = heartbeat
        self.backoff = backoff
        self.onChange = onChange
        state = WorkerState(at: now())
    }

    /// When the worker last looked for a job or extended a lease; before the first time, when it was made.
    package var lastBeat: Timestamp { state.lastBeat }

    /// When it was made: for what waited before, it is not to blame.
    package var begunAt: Timestamp { state.begunAt }

    /// Takes no more jobs. The one at hand has five seconds to end; then it is cancelled and goes
    /// back into the queue, or fails if it may not be tried twice.
    package func drain() {
        state.drain(until: now() + Self.drainSeconds)
    }

    /// Runs the next due job to its end.
    /// - Returns: false when none was due, or when the worker drains.
    package func runNext() async throws -> Bool {
        let started = now()
        state.beat(started)
        guard !state.isDraining else { return false }
        let claimed = try await database.writeUnscoped {
            try JobLeasing($0, of: scope).claim(now: started, leaseSeconds: Self.leaseSeconds)
        }
        guard let job = claimed else { return false }
        await onChange(job)
        let outcome = await run(job, JobContext(job), leaseUntil: started + Self.leaseSeconds)
        try await record(outcome, of: job)
        await tell(job)
        return true
    }

    private func record(_ outcome: Outcome, of job: StoredJob) async throws {
        let ended = now()
        let retryAt = ended + backoff.seconds(after: job.attempt)
        _ = try await database.writeUnscoped { connection in
            let leasing = JobLeasing(connection)
            return switch outcome {
            case .succeeded: try leasing.finish(job, error: nil, now: ended, retryAt: nil)
            case .failed(let error): try leasing.finish(job, error: error, now: ended, retryAt: retryAt)
            case .interrupted: try leasing.release(job, now: ended)
            }
        }
    }

    private func run(_ job: StoredJob, _ context: JobContext, leaseUntil: Timestamp) async -> Outcome {
        guard let handler = handlers[job.kind] else {
            return .failed(String(describing: JobError.unknownKind(job.kind)))
        }
        let lease = Task { await keepLease(job, context, leaseUntil) }
        let work = Task { () -> (any Error)? in
            do {
                try await handler(context)
                return nil
            } catch {
                return error
            }
        }
        let watch = Task {
            let end = await lease.value
            if end != .handlerEnded {
                context.cancel()
                work.cancel()
            }
            return end
        }
        let error = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            context.cancel()
            work.cancel()
        }
        lease.cancel()
        let end = await watch.value
        guard let error else { return .succeeded }
        if end == .mustGiveUp { return .interrupted }
        if error is CancellationError { return .failed("Cancelled.") }
        return .failed(String(String(describing: error).prefix(Self.errorLength)))
    }

    private func keepLease(_ job: StoredJob, _ context: JobContext, _ until: Timestamp) async -> LeaseEnd {
        var leaseUntil = until
        var told: JobContext.Progress?
        while true {
            do { try await heartbeat() } catch { return .handlerEnded }
            state.beat(now())
            let progress = context.progress
            let extended = now() + Self.leaseSeconds
            do {
                let isOurs = try await database.writeUnscoped {
                    try JobLeasing($0).report(
                        job, progress: progress.fraction, message: progress.message, leaseUntil: extended)
                }
                guard isOurs else { return .lost }
                leaseUntil = extended
            } catch {
                // A busy database is no reason to give a job up: its lease still runs, and the next
                // beat tries again. Without a lease another worker may have it.
                if now() >= leaseUntil { return .lost }
            }
            if state.mustGiveUp(now()) { return .mustGiveUp }
            if progress != told { await tell(job) }
            told = progress
        }
    }

    /// Listeners miss a change that cannot be read; the queue itself holds it.
    private func tell(_ job: StoredJob) async {
        let current = try? await database.read(job.scope) { try JobRepository($0).job(job.id) }
        if let current { await onChange(current) }
    }
}

/// Why a job could not begin.
package enum JobError: Error, CustomStringConvertible {
    case unknownKind(String)

    package var description: String {
        switch self {
        case .unknownKind(let kind): "This program knows no job of the kind \"\(kind)\"."
        }
    }
}
