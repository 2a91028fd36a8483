public import GridModel

/// A message that waits to be sent, put there by the transaction that it tells of.
public struct OutgoingMail: Hashable, Sendable {
    public let recipient: String
    public let subject: String
    /// Plain text.
    public let body: String
    /// The tenant that it tells of, with which it is deleted; nil: it is about an account.
    public let tenant: TenantID?

    public init(recipient: String, subject: String, body: String, tenant: TenantID? = nil) {
        self.recipient = recipient
        self.subject = subject
        self.body = body
        self.tenant = tenant
    }

    /// - Parameter connection: of a `writeUnscoped` or `administer`: mail is the platform's.
    public func enqueue(platform connection: any SQLConnection, at now: Timestamp) throws {
        // Two transactions never take the same number: the counter's row is locked until the first has ended.
        let last = try connection.firstRow(
            """
            INSERT INTO id_counters (tenant_id, name, last_id) VALUES (0, 'mail', 1)
            ON CONFLICT (tenant_id, name) DO UPDATE SET last_id = id_counters.last_id + 1 RETURNING last_id
            """
        ) { $0.integer(0) }
        guard let last else { throw DatabaseError(.other, detail: "No number was handed out for a mail.") }
        try connection.run(
            """
            INSERT INTO outbox (mail_id, recipient, subject, body, created_at, attempts, next_attempt_at,
                about_tenant)
            VALUES ($1, $2, $3, $4, $5, 0, $5, $6)
            """,
            [last.sql, recipient.sql, subject.sql, body.sql, now.sql, tenant.sql])
    }
}
