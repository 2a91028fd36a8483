public import GridModel
public import Identity

/// A secret that was handed out for one use, as it is kept.
public struct OneTimeToken: Hashable, Sendable {
    public enum Purpose: String, Sendable {
        case verifyEmail
        case resetPassword
        /// The password was right; the code is still to come.
        case secondFactor
        /// A sign-in at another provider has begun.
        case provider
    }

    public let purpose: Purpose
    /// Nil: nobody of ours yet.
    public let user: UserID?
    /// JSON; what its purpose needs.
    public let document: String
    public let createdAt: Timestamp
    public let expiresAt: Timestamp
    /// How often it was tried.
    public let attempts: Int

    public init(
        purpose: Purpose, user: UserID?, document: String = "{}", createdAt: Timestamp, expiresAt: Timestamp,
        attempts: Int = 0
    ) {
        self.purpose = purpose
        self.user = user
        self.document = document
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.attempts = attempts
    }
}

/// Secrets of mails and of sign-ins under way; only their hashes are kept.
public struct OneTimeTokenRepository {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `writeUnscoped`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    public func insert(_ token: OneTimeToken, hash: [UInt8]) throws {
        try connection.run(
            """
            INSERT INTO one_time_tokens (token_hash, purpose, user_id, document, created_at, expires_at, attempts)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                hash.sql, token.purpose.rawValue.sql, token.user.sql, token.document.sql, token.createdAt.sql,
                token.expiresAt.sql, token.attempts.sql,
            ])
    }

    /// One that has not expired.
    public func token(_ hash: [UInt8], for purpose: OneTimeToken.Purpose, at now: Timestamp) throws -> OneTimeToken? {
        try connection.firstRow(
            """
            SELECT user_id, document, created_at, expires_at, attempts FROM one_time_tokens
            WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3
            """, [hash.sql, purpose.rawValue.sql, now.sql]
        ) {
            OneTimeToken(
                purpose: purpose, user: $0.optionalID(0), document: $0.text(1), createdAt: $0.timestamp(2),
                expiresAt: $0.timestamp(3), attempts: $0.int(4))
        }
    }

    /// Finds one and deletes it.
    public func take(_ hash: [UInt8], for purpose: OneTimeToken.Purpose, at now: Timestamp) throws -> OneTimeToken? {
        guard let token = try token(hash, for: purpose, at: now) else { return nil }
        try connection.run("DELETE FROM one_time_tokens WHERE token_hash = $1", [hash.sql])
        return token
    }

    public func countAttempt(_ hash: [UInt8]) throws {
        try connection.run(
            "UPDATE one_time_tokens SET attempts = attempts + 1 WHERE token_hash = $1", [hash.sql])
    }

    /// Those of somebody for a purpose.
    public func deleteAll(of user: UserID, for purpose: OneTimeToken.Purpose) throws {
        try connection.run(
            "DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = $2", [user.sql, purpose.rawValue.sql])
    }

    public func deleteAll(of user: UserID) throws {
        try connection.run("DELETE FROM one_time_tokens WHERE user_id = $1", [user.sql])
    }

    /// - Returns: how many.
    @discardableResult
    public func deleteExpired(at now: Timestamp) throws -> Int {
        try connection.run("DELETE FROM one_time_tokens WHERE expires_at <= $1", [now.sql])
    }
}
