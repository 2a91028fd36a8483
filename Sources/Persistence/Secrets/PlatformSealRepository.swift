public import GridModel
public import Identity

/// What is sealed under the installation's key in the platform's own tables: for rotating that key.
public struct PlatformSealRepository {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `writeUnscoped`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    /// Second factors, by the users' numbers.
    public func totpSecrets(after: UserID?, limit: Int) throws -> [(user: UserID, sealed: [UInt8])] {
        try connection.rows(
            """
            SELECT user_id, sealed_totp_secret FROM users
            WHERE sealed_totp_secret IS NOT NULL AND user_id > $1 ORDER BY user_id LIMIT $2
            """, [(after?.rawValue ?? 0).sql, limit.sql]
        ) { ($0.id(0), $0.blob(1)) }
    }

    public func set(totpSecret sealed: [UInt8], of user: UserID) throws {
        try connection.run("UPDATE users SET sealed_totp_secret = $2 WHERE user_id = $1", [user.sql, sealed.sql])
    }

    /// Keys that tokens are signed with: a handful.
    public func signingKeys() throws -> [(id: String, sealed: [UInt8])] {
        try connection.rows("SELECT key_id, sealed_private_key FROM signing_keys ORDER BY key_id") {
            ($0.text(0), $0.blob(1))
        }
    }

    public func set(signingKey sealed: [UInt8], id: String) throws {
        try connection.run("UPDATE signing_keys SET sealed_private_key = $2 WHERE key_id = $1", [id.sql, sealed.sql])
    }
}
