public import GridModel
public import Identity

/// Who at which provider is whom here.
public struct ExternalIdentityRepository {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `readUnscoped` or `writeUnscoped`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    public func user(issuer: String, subject: String) throws -> UserID? {
        try connection.firstRow(
            "SELECT user_id FROM external_identities WHERE issuer = $1 AND subject = $2", [issuer.sql, subject.sql]
        ) { $0.id(0) }
    }

    /// Somebody's, the first linked first.
    public func all(of user: UserID) throws -> [ExternalIdentity] {
        try connection.rows(
            """
            SELECT issuer, subject, email, created_at FROM external_identities
            WHERE user_id = $1 ORDER BY created_at, issuer, subject
            """, [user.sql]
        ) {
            ExternalIdentity(
                issuer: $0.text(0), subject: $0.text(1), email: $0.optionalText(2), linkedAt: $0.timestamp(3))
        }
    }

    /// - Throws: `DatabaseError.uniqueViolation` when it is somebody's already.
    public func insert(_ identity: ExternalIdentity, of user: UserID) throws {
        try connection.run(
            """
            INSERT INTO external_identities (issuer, subject, user_id, email, created_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                identity.issuer.sql, identity.subject.sql, user.sql, identity.email.sql, identity.linkedAt.sql,
            ])
    }

    /// What the provider tells now.
    public func set(email: String?, issuer: String, subject: String) throws {
        try connection.run(
            "UPDATE external_identities SET email = $3 WHERE issuer = $1 AND subject = $2",
            [issuer.sql, subject.sql, email.sql])
    }

    /// - Returns: whether it was theirs.
    public func delete(_ identity: ExternalIdentity, of user: UserID) throws -> Bool {
        try connection.run(
            "DELETE FROM external_identities WHERE issuer = $1 AND subject = $2 AND user_id = $3",
            [identity.issuer.sql, identity.subject.sql, user.sql]) == 1
    }
}
