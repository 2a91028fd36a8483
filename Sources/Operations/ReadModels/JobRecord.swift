package import GridModel

/// Where a job stands.
package enum JobStage: String, CaseIterable, Sendable {
    case queued
    case running
    case succeeded
    case failed
    case cancelled
}

/// Background work.
package struct JobRecord: Hashable, Sendable {
    package let id: JobID
    package let kind: String
    package let state: JobStage
    /// 0…1
    package let progress: Double?
    package let message: String?
    package let createdAt: Timestamp
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
    package let attempt: Int
    package let maxAttempts: Int
    package let error: String?

    package init(
        id: JobID, kind: String, state: JobStage, progress: Double?, message: String?, createdAt: Timestamp,
        startedAt: Timestamp?, finishedAt: Timestamp?, attempt: Int, maxAttempts: Int, error: String?
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.progress = progress
        self.message = message
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.error = error
    }
}
