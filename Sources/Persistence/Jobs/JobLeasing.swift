public import GridModel

/// The worker's side of the queue: of one tenant, for a worker whose handlers work for it alone, or
/// across tenants.
public struct JobLeasing {
    private let connection: any SQLConnection
    /// `$2`, where one tenant's jobs are meant.
    private let tenant: [SQLValue]
    private let ofTenant: SQL

    /// - Parameter scope: nil: every tenant's jobs.
    public init(_ connection: any SQLConnection, of scope: TenantScope? = nil) {
        self.connection = connection
        tenant = scope.map { [$0.tenant.sql] } ?? []
        ofTenant = scope == nil ? "" : " AND tenant_id = $2"
    }

    /// Takes the most urgent job that is due: queued, or running with a lease that has run out
    /// and an attempt left.
    public func claim(now: Timestamp, leaseSeconds: Int64) throws -> StoredJob? {
        try failExhausted(now: now)
        return try connection.firstRow(
            StoredJob.select + """
                 WHERE ((state = 'queued' AND run_at <= $1)
                    OR (state = 'running' AND lease_until <= $1 AND attempt < max_attempts))
                """ + ofTenant + " ORDER BY priority DESC, run_at, tenant_id, job_id LIMIT 1"
                + connection.dialect.skippingLocked,
            [now.sql] + tenant, StoredJob.init
        ).flatMap { due in
            try connection.run(
                """
                UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_until = $1, started_at = $2, progress = NULL,
                    message = NULL, error = NULL WHERE tenant_id = $3 AND job_id = $4
                """,
                [(now + leaseSeconds).sql, now.sql, due.tenant.sql, due.id.sql]
            )
            return try connection.firstRow(
                StoredJob.select + " WHERE tenant_id = $1 AND job_id = $2", [due.tenant.sql, due.id.sql], StoredJob.init
            )
        }
    }

    /// Extends the lease and notes how far the job is.
    /// - Returns: false when the job is no longer this attempt's: cancelled, or taken by another worker.
    public func report(
        _ job: StoredJob, progress: Double?, message: String?, leaseUntil: Timestamp
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE jobs SET progress = $1, message = $2, lease_until = $3
            WHERE tenant_id = $4 AND job_id = $5 AND state = 'running' AND attempt = $6
            """,
            [
                progress.map { min(1, max(0, $0)) }.sql, message.sql, leaseUntil.sql, job.tenant.sql, job.id.sql,
                job.attempt.sql,
            ]
        ) == 1
    }

    /// Ends this attempt. A failed one with attempts left goes back into the queue at `retryAt`.
    /// - Returns: false when the job was no longer this attempt's.
    public func finish(_ job: StoredJob, error: String?, now: Timestamp, retryAt: Timestamp?) throws -> Bool {
        if let error, let retryAt, job.attempt < job.maxAttempts {
            return try connection.run(
                """
                UPDATE jobs SET state = 'queued', lease_until = NULL, run_at = $1, error = $2
                WHERE tenant_id = $3 AND job_id = $4 AND state = 'running' AND attempt = $5
                """,
                [retryAt.sql, error.sql, job.tenant.sql, job.id.sql, job.attempt.sql]
            ) == 1
        }
        return try connection.run(
            """
            UPDATE jobs SET state = $1, lease_until = NULL, finished_at = $2, error = $3,
                progress = CASE WHEN $1 = 'succeeded' THEN 1 ELSE progress END
            WHERE tenant_id = $4 AND job_id = $5 AND state = 'running' AND attempt = $6
            """,
            [
                (error == nil ? JobState.succeeded : .failed).rawValue.sql, now.sql, error.sql, job.tenant.sql,
                job.id.sql, job.attempt.sql,
            ]
        ) == 1
    }

    /// Gives up a job because its worker is being stopped, which is no fault of the job: it goes
    /// back into the queue as if this attempt had not been made, or fails if it may be tried only once.
    /// - Returns: false when the job was no longer this attempt's.
    public func release(_ job: StoredJob, now: Timestamp) throws -> Bool {
        guard job.maxAttempts > 1 else {
            return try finish(job, error: Self.stoppedEarly, now: now, retryAt: nil)
        }
        return try connection.run(
            """
            UPDATE jobs SET state = 'queued', attempt = attempt - 1, lease_until = NULL, run_at = $1
            WHERE tenant_id = $2 AND job_id = $3 AND state = 'running' AND attempt = $4
            """,
            [now.sql, job.tenant.sql, job.id.sql, job.attempt.sql]
        ) == 1
    }

    /// Since when the job has been due that has waited longest; nil when none is due.
    public func oldestDue(now: Timestamp) throws -> Timestamp? {
        try connection.firstRow(
            "SELECT MIN(run_at) FROM jobs WHERE state = 'queued' AND run_at <= $1" + ofTenant, [now.sql] + tenant
        ) { $0.optionalTimestamp(0) } ?? nil
    }

    /// Whether a job runs whose worker is alive.
    public func isAnyRunning(now: Timestamp) throws -> Bool {
        try connection.firstRow(
            "SELECT 1 FROM jobs WHERE state = 'running' AND lease_until > $1" + ofTenant + " LIMIT 1",
            [now.sql] + tenant
        ) { _ in true } ?? false
    }

    private static let stoppedEarly = "The worker stopped before the job was done."

    private func failExhausted(now: Timestamp) throws {
        try connection.run(
            """
            UPDATE jobs SET state = 'failed', lease_until = NULL, finished_at = $1,
                error = $2
            WHERE state = 'running' AND lease_until <= $1 AND attempt >= max_attempts
            """,
            [now.sql, Self.stoppedEarly.sql]
        )
    }
}
