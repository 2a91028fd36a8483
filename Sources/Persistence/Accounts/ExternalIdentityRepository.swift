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

    /// - Throws: `DatabaseError.uniqueViolation` when it is somebody's already.
    public func insert(issuer: String, subject: String, user: UserID, at now: Timestamp) throws {
        try connection.run(
            "INSERT INTO external_identities (issuer, subject, user_id, created_at) VALUES ($1, $2, $3, $4)",
            [issuer.sql, subject.sql, user.sql, now.sql])
    }
}
