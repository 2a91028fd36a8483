public import GridModel

/// A tenant's jobs: put in, looked at, cancelled.
public struct JobRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Puts a job into the queue, in the transaction that causes it.
    /// - Parameter uniqueKey: while a job of the kind with this key waits or runs, no second one is added.
    /// - Returns: the new job's number; nil when there was such a job.
    public func enqueue(
        kind: String, payload: String, uniqueKey: String? = nil, priority: Int = 0, maxAttempts: Int = 1,
        runAt: Timestamp,
        now: Timestamp
    ) throws -> JobID? {
        if let uniqueKey {
            let active = try session.connection.firstRow(
                """
                SELECT 1 FROM jobs WHERE tenant_id = $1 AND kind = $2 AND unique_key = $3 AND state IN ('queued', 'running')
                """,
                [session.tenant, kind.sql, uniqueKey.sql]
            ) { _ in true }
            guard active == nil else { return nil }
        }
        let id = try IdentifierCounter(session: session).next("job", as: JobID.self)
        try session.connection.run(
            """
            INSERT INTO jobs (tenant_id, job_id, kind, payload, state, priority, attempt, max_attempts, unique_key, run_at,
                created_at) VALUES ($1, $2, $3, $4, 'queued', $5, 0, $6, $7, $8, $9)
            """,
            [
                session.tenant, id.sql, kind.sql, payload.sql, priority.sql, maxAttempts.sql, uniqueKey.sql, runAt.sql,
                now.sql,
            ]
        )
        try session.connection.notify(.jobs)
        return id
    }

    /// Newest first, at most `limit`.
    public func list(state: JobState? = nil, limit: Int = 200) throws -> [StoredJob] {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("state =", state?.rawValue)
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            StoredJob.select + conditions.sql + " ORDER BY job_id DESC LIMIT " + last, conditions.arguments,
            StoredJob.init)
    }

    public func countByState() throws -> [JobState: Int] {
        var counts: [JobState: Int] = [:]
        try session.connection.forEachRow(
            "SELECT state, COUNT(*) FROM jobs WHERE tenant_id = $1 GROUP BY state", [session.tenant]
        ) { row in
            if let state = JobState(rawValue: row.text(0)) { counts[state] = row.int(1) }
        }
        return counts
    }

    public func job(_ id: JobID) throws -> StoredJob? {
        try session.connection.firstRow(
            StoredJob.select + " WHERE tenant_id = $1 AND job_id = $2", [session.tenant, id.sql], StoredJob.init)
    }

    /// The last job of a kind that was put in with a key.
    public func latest(kind: String, uniqueKey: String) throws -> JobID? {
        try session.connection.firstRow(
            """
            SELECT job_id FROM jobs WHERE tenant_id = $1 AND kind = $2 AND unique_key = $3 ORDER BY job_id DESC LIMIT 1
            """,
            [session.tenant, kind.sql, uniqueKey.sql]
        ) { $0.id(0) }
    }

    /// - Returns: whether the job was still waiting or running.
    public func cancel(_ id: JobID, now: Timestamp) throws -> Bool {
        try session.connection.run(
            """
            UPDATE jobs SET state = 'cancelled', lease_until = NULL, finished_at = $1
            WHERE tenant_id = $2 AND job_id = $3 AND state IN ('queued', 'running')
            """,
            [now.sql, session.tenant, id.sql]
        ) == 1
    }
}
