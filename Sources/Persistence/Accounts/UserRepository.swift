public import GridModel
public import Identity

/// Accounts of the whole installation.
public struct UserRepository {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `readUnscoped`, `writeUnscoped` or `administer`: accounts are the platform's.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    public func user(_ id: UserID) throws -> User? {
        try connection.firstRow(Self.select + " WHERE user_id = $1", [id.sql], Self.user)
    }

    /// - Parameter email: normalized.
    public func user(email: String) throws -> User? {
        try connection.firstRow(Self.select + " WHERE email = $1", [email.sql], Self.user)
    }

    /// By number.
    public func list(after: UserID?, limit: Int) throws -> [User] {
        try connection.rows(
            Self.select + " WHERE user_id > $1 ORDER BY user_id LIMIT $2",
            [(after?.rawValue ?? 0).sql, limit.sql], Self.user)
    }

    /// - Throws: `DatabaseError.uniqueViolation` when there is an account with the address.
    public func insert(
        email: String, name: String, passwordHash: String?, verifiedAt: Timestamp?, isPlatformOwner: Bool = false,
        at now: Timestamp
    ) throws -> UserID {
        // Two transactions never take the same number: the counter's row is locked until the first has ended.
        let last = try connection.firstRow(
            """
            INSERT INTO id_counters (tenant_id, name, last_id) VALUES (0, 'user', 1)
            ON CONFLICT (tenant_id, name) DO UPDATE SET last_id = id_counters.last_id + 1 RETURNING last_id
            """
        ) { $0.integer(0) }
        guard let last else { throw DatabaseError(.other, detail: "No number was handed out for a user.") }
        try connection.run(
            """
            INSERT INTO users (user_id, email, name, password_hash, password_changed_at, email_verified_at,
                is_platform_owner, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                last.sql, email.sql, name.sql, passwordHash.sql, (passwordHash == nil ? nil : now).sql,
                verifiedAt.sql, isPlatformOwner.sql, now.sql,
            ])
        return UserID(last)
    }

    public func set(name: String, of id: UserID) throws {
        try connection.run("UPDATE users SET name = $2 WHERE user_id = $1", [id.sql, name.sql])
    }

    public func set(passwordHash: String, of id: UserID, at now: Timestamp) throws {
        try connection.run(
            "UPDATE users SET password_hash = $2, password_changed_at = $3 WHERE user_id = $1",
            [id.sql, passwordHash.sql, now.sql])
    }

    /// Nobody signs in by a password until another is set.
    public func clearPassword(_ id: UserID, at now: Timestamp) throws {
        try connection.run(
            "UPDATE users SET password_hash = NULL, password_changed_at = $2 WHERE user_id = $1", [id.sql, now.sql])
    }

    /// The same password, hashed with more work; unless it was changed meanwhile.
    public func renew(passwordHash: String, replacing old: String, of id: UserID) throws {
        try connection.run(
            "UPDATE users SET password_hash = $2 WHERE user_id = $1 AND password_hash = $3",
            [id.sql, passwordHash.sql, old.sql])
    }

    public func setEmailVerified(_ id: UserID, at now: Timestamp) throws {
        try connection.run(
            "UPDATE users SET email_verified_at = $2 WHERE user_id = $1 AND email_verified_at IS NULL",
            [id.sql, now.sql])
    }

    /// - Parameter disabledAt: nil lets them in again.
    public func set(disabledAt: Timestamp?, of id: UserID) throws {
        try connection.run("UPDATE users SET disabled_at = $2 WHERE user_id = $1", [id.sql, disabledAt.sql])
    }

    public func set(isPlatformOwner: Bool, of id: UserID) throws {
        try connection.run(
            "UPDATE users SET is_platform_owner = $2 WHERE user_id = $1", [id.sql, isPlatformOwner.sql])
    }

    /// A secret that is asked for only once it is confirmed; nil takes the second factor away.
    public func set(sealedTOTPSecret: [UInt8]?, of id: UserID) throws {
        try connection.run(
            """
            UPDATE users SET sealed_totp_secret = $2, totp_confirmed_at = NULL, totp_last_step = NULL
            WHERE user_id = $1
            """, [id.sql, sealedTOTPSecret.sql])
    }

    public func confirmTOTP(_ id: UserID, at now: Timestamp) throws {
        try connection.run("UPDATE users SET totp_confirmed_at = $2 WHERE user_id = $1", [id.sql, now.sql])
    }

    /// Takes a code's step, once.
    /// - Returns: whether no code of this step or a later one was taken before.
    public func take(totpStep step: Int64, of id: UserID) throws -> Bool {
        try connection.run(
            """
            UPDATE users SET totp_last_step = $2 WHERE user_id = $1
            AND (totp_last_step IS NULL OR totp_last_step < $2)
            """, [id.sql, step.sql]) == 1
    }

    /// Deletes accounts whose address was never verified and that nothing belongs to.
    /// - Returns: how many.
    public func deleteUnverified(before moment: Timestamp) throws -> Int {
        try connection.run(
            """
            DELETE FROM users WHERE email_verified_at IS NULL AND created_at < $1
            AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.user_id)
            AND NOT EXISTS (SELECT 1 FROM one_time_tokens o WHERE o.user_id = users.user_id)
            """, [moment.sql])
    }

    public func platformOwnerCount() throws -> Int {
        try connection.firstRow("SELECT COUNT(*) FROM users WHERE is_platform_owner = 1 AND disabled_at IS NULL") {
            $0.int(0)
        } ?? 0
    }

    /// Deletes an account with everything that is its own: memberships, sessions, links, codes, identities.
    public func delete(_ id: UserID) throws {
        try connection.run(
            """
            DELETE FROM used_refresh_tokens WHERE session_id IN (SELECT session_id FROM sessions WHERE user_id = $1)
            """, [id.sql])
        let own: [SQL] = [
            "DELETE FROM sessions WHERE user_id = $1", "DELETE FROM one_time_tokens WHERE user_id = $1",
            "DELETE FROM recovery_codes WHERE user_id = $1", "DELETE FROM external_identities WHERE user_id = $1",
            "DELETE FROM memberships WHERE user_id = $1", "DELETE FROM users WHERE user_id = $1",
        ]
        for statement in own { try connection.run(statement, [id.sql]) }
    }

    private static let select: SQL = """
        SELECT user_id, email, name, password_hash, email_verified_at, is_platform_owner, sealed_totp_secret,
            totp_confirmed_at, totp_last_step, created_at, disabled_at
        FROM users
        """

    private static func user(_ row: any SQLRow) -> User {
        User(
            id: row.id(0), email: row.text(1), name: row.text(2), passwordHash: row.optionalText(3),
            emailVerifiedAt: row.optionalTimestamp(4), isPlatformOwner: row.bool(5),
            sealedTOTPSecret: row.isNull(6) ? nil : row.blob(6), totpConfirmedAt: row.optionalTimestamp(7),
            totpLastStep: row.isNull(8) ? nil : row.integer(8), createdAt: row.timestamp(9),
            disabledAt: row.optionalTimestamp(10))
    }
}
