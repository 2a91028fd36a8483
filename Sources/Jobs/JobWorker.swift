package import GridModel
package import Persistence

/// Takes due jobs from the queue one after the other and runs them.
///
/// While a job runs its lease is extended; a worker that dies loses it, and another takes the
/// job up if it has attempts left.
package struct JobWorker: Sendable {
    package typealias Handler = @Sendable (JobContext) async throws -> Void

    private static let leaseSeconds: Int64 = 60
    private static let heartbeat: Duration = .milliseconds(500)

    private let database: any Database
    private let handlers: [String: Handler]
    private let now: @Sendable () -> Timestamp
    private let onChange: @Sendable (StoredJob) async -> Void

    /// - Parameters:
    ///   - handlers: by the kind of job.
    ///   - now: the wall clock.
    ///   - onChange: told of every beginning, progress and end.
    package init(
        database: any Database, handlers: [String: Handler], now: @escaping @Sendable () -> Timestamp,
        onChange: @escaping @Sendable (StoredJob) async -> Void = { _ in }
    ) {
        self.database = database
        self.handlers = handlers
        self.now = now
        self.onChange = onChange
    }

    /// Runs the next due job to its end.
    /// - Returns: false when none was due.
    package func runNext() async throws -> Bool {
        let started = now()
        let claimed = try await database.writeUnscoped {
            try JobLeasing($0).claim(now: started, leaseSeconds: Self.leaseSeconds)
        }
        guard let job = claimed else { return false }
        await onChange(job)
        let context = JobContext(job)
        var failure: String?
        do {
            try await run(job, context)
        } catch is CancellationError {
            failure = "Cancelled."
        } catch {
            failure = String(describing: error)
        }
        let (message, ended) = (failure, now())
        _ = try await database.writeUnscoped {
            try JobLeasing($0).finish(job, error: message, now: ended, retryAt: ended + 30)
        }
        await tell(job)
        return true
    }

    private func run(_ job: StoredJob, _ context: JobContext) async throws {
        guard let handler = handlers[job.kind] else { throw JobError.unknownKind(job.kind) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await handler(context)
                return true
            }
            group.addTask {
                try await keepLease(job, context)
                return false
            }
            while let isHandler = try await group.next() {
                if isHandler { break }
            }
            group.cancelAll()
        }
    }

    /// Until cancelled; marks the context when the job is no longer ours.
    private func keepLease(_ job: StoredJob, _ context: JobContext) async throws {
        while !Task.isCancelled {
            do { try await Task.sleep(for: Self.heartbeat) } catch { return }
            let (progress, message) = context.progress
            let lease = now() + Self.leaseSeconds
            let isOurs = try await database.writeUnscoped {
                try JobLeasing($0).report(job, progress: progress, message: message, leaseUntil: lease)
            }
            guard isOurs else {
                context.cancel()
                return
            }
            await tell(job)
        }
    }

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
