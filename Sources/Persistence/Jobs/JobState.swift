/// Where a job stands. The database holds the same states by a CHECK.
public enum JobState: String, CaseIterable, Sendable {
    case queued
    case running
    case succeeded
    case failed
    case cancelled
}
