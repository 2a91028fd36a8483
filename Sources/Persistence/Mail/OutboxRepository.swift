public import GridModel

public enum MailTag {}
public typealias MailID = Identifier<MailTag>

/// Mail that waits to be sent.
public struct OutboxRepository {
    public struct Waiting: Hashable, Sendable {
        public let id: MailID
        public let mail: OutgoingMail
        /// How often it could not be sent.
        public let attempts: Int
        public let createdAt: Timestamp
    }

    /// A mail as the owner of the installation sees it.
    public struct Entry: Hashable, Sendable {
        public let id: MailID
        public let mail: OutgoingMail
        public let createdAt: Timestamp
        /// When it was handed to whatever sends mail; nil: it waits, or was given up.
        public let sentAt: Timestamp?
        public let attempts: Int
        /// Why the last attempt failed; nil: none did.
        public let error: String?

        public init(
            id: MailID, mail: OutgoingMail, createdAt: Timestamp, sentAt: Timestamp?, attempts: Int, error: String?
        ) {
            self.id = id
            self.mail = mail
            self.createdAt = createdAt
            self.sentAt = sentAt
            self.attempts = attempts
            self.error = error
        }
    }

    private let connection: any SQLConnection

    /// - Parameter connection: of a `readUnscoped` or `writeUnscoped`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    /// What is to be tried now, oldest first; those beyond `mostAttempts` are given up.
    public func due(at now: Timestamp, mostAttempts: Int, limit: Int) throws -> [Waiting] {
        try connection.rows(
            """
            SELECT mail_id, recipient, subject, body, attempts, created_at FROM outbox
            WHERE sent_at IS NULL AND next_attempt_at <= $1 AND attempts < $2 ORDER BY mail_id LIMIT $3
            """, [now.sql, mostAttempts.sql, limit.sql]
        ) {
            Waiting(
                id: $0.id(0), mail: OutgoingMail(recipient: $0.text(1), subject: $0.text(2), body: $0.text(3)),
                attempts: $0.int(4), createdAt: $0.timestamp(5))
        }
    }

    /// Newest first.
    /// - Parameter before: the number to go on before; nil: from the newest.
    public func list(before: MailID?, limit: Int) throws -> [Entry] {
        try connection.rows(
            """
            SELECT mail_id, recipient, subject, body, created_at, sent_at, attempts, error FROM outbox
            WHERE mail_id < $1 ORDER BY mail_id DESC LIMIT $2
            """, [(before?.rawValue ?? .max).sql, limit.sql]
        ) {
            Entry(
                id: $0.id(0), mail: OutgoingMail(recipient: $0.text(1), subject: $0.text(2), body: $0.text(3)),
                createdAt: $0.timestamp(4), sentAt: $0.optionalTimestamp(5), attempts: $0.int(6),
                error: $0.optionalText(7))
        }
    }

    /// Nobody else tries it until then.
    public func take(_ id: MailID, until moment: Timestamp) throws {
        try connection.run("UPDATE outbox SET next_attempt_at = $2 WHERE mail_id = $1", [id.sql, moment.sql])
    }

    public func setSent(_ id: MailID, at now: Timestamp) throws {
        try connection.run(
            "UPDATE outbox SET sent_at = $2, attempts = attempts + 1, error = NULL WHERE mail_id = $1",
            [id.sql, now.sql])
    }

    public func setFailed(_ id: MailID, error: String, nextAttemptAt: Timestamp) throws {
        try connection.run(
            "UPDATE outbox SET attempts = attempts + 1, error = $2, next_attempt_at = $3 WHERE mail_id = $1",
            [id.sql, error.sql, nextAttemptAt.sql])
    }

    /// Its links are secrets that were good for a while: a mail is not kept longer than it is of use.
    /// - Returns: how many were deleted.
    @discardableResult
    public func delete(before moment: Timestamp) throws -> Int {
        try connection.run("DELETE FROM outbox WHERE created_at < $1", [moment.sql])
    }

    /// What tells of a tenant, whoever it was sent to.
    public func delete(about tenant: TenantID) throws {
        try connection.run("DELETE FROM outbox WHERE about_tenant = $1", [tenant.sql])
    }

    /// What was sent to somebody, or waits for it.
    public func delete(to recipient: String) throws {
        try connection.run("DELETE FROM outbox WHERE recipient = $1", [recipient.sql])
    }
}
