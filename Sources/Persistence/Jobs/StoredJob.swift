public import GridModel

/// A job as the queue holds it.
public struct StoredJob: Hashable, Sendable {
    public let tenant: TenantID
    public let id: JobID
    public let kind: String
    /// JSON
    public let payload: String
    public let state: JobState
    public let attempt: Int
    public let maxAttempts: Int
    public let runAt: Timestamp
    public let createdAt: Timestamp
    public let startedAt: Timestamp?
    public let finishedAt: Timestamp?
    public let progress: Double?
    public let message: String?
    public let error: String?

    public var scope: TenantScope { TenantScope(tenant: tenant) }

    static let select: SQL = """
        SELECT tenant_id, job_id, kind, payload, state, attempt, max_attempts, run_at, created_at, started_at, finished_at,
        progress, message, error FROM jobs
        """

    init(_ row: any SQLRow) throws {
        guard let state = JobState(rawValue: row.text(4)) else {
            throw DatabaseError(.corrupt, detail: "Job \(row.integer(1)) has the unknown state \(row.text(4)).")
        }
        tenant = row.id(0)
        id = row.id(1)
        kind = row.text(2)
        payload = row.text(3)
        self.state = state
        attempt = row.int(5)
        maxAttempts = row.int(6)
        runAt = row.timestamp(7)
        createdAt = row.timestamp(8)
        startedAt = row.optionalTimestamp(9)
        finishedAt = row.optionalTimestamp(10)
        progress = row.optionalReal(11)
        message = row.optionalText(12)
        error = row.optionalText(13)
    }
}
