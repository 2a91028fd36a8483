package import GridModel

/// A file that was sent to be imported.
package struct UploadRecord: Hashable, Sendable, Codable {
    package enum State: String, CaseIterable, Hashable, Sendable, Codable {
        /// Here, and nothing done with it yet.
        case received
        /// Checked whole: it can be imported.
        case checked
        /// Checked whole: it has faults, and nothing of it was stored.
        case faulty
        /// An import ended before its end: what it had stored stays, and doing it again is safe.
        case stopped
        /// All of it is stored; the file itself is gone.
        case imported
    }

    package let id: UploadID
    /// As the client calls it; empty where it does not.
    package let name: String
    package let format: UploadFormat
    /// As it was sent.
    package let sizeBytes: Int
    package let receivedAt: Timestamp
    /// Put off whenever it is worked on.
    package internal(set) var expiresAt: Timestamp
    package internal(set) var state = State.received
    /// The latest check or import; the queue knows it, not the file.
    package internal(set) var job: JobID?
    package internal(set) var report: UploadReport?

    package init(
        id: UploadID, name: String, format: UploadFormat, sizeBytes: Int, receivedAt: Timestamp, expiresAt: Timestamp,
        state: State = .received, job: JobID? = nil, report: UploadReport? = nil
    ) {
        self.id = id
        self.name = name
        self.format = format
        self.sizeBytes = sizeBytes
        self.receivedAt = receivedAt
        self.expiresAt = expiresAt
        self.state = state
        self.job = job
        self.report = report
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, format, sizeBytes, receivedAt, expiresAt, state, report
    }
}

/// What kind of file it is, told by its first bytes.
package enum UploadFormat: String, CaseIterable, Hashable, Sendable, Codable {
    case csv
    /// NAESB ESPI, XML.
    case greenButton
}
