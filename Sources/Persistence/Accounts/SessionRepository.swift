public import GridModel
public import Identity

/// Sessions of people, and the refresh tokens that were used up in each.
public struct SessionRepository {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `readUnscoped`, `writeUnscoped` or `administer`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    public func session(_ id: SessionID) throws -> Session? {
        try connection.firstRow(Self.select + " WHERE session_id = $1", [id.rawValue.sql], Self.session)
    }

    /// That are open, the last used first.
    public func open(of user: UserID, at now: Timestamp, limit: Int) throws -> [Session] {
        try connection.rows(
            Self.select + Self.whereOpen + " ORDER BY last_used_at DESC, session_id LIMIT $3",
            [user.sql, now.sql, limit.sql], Self.session)
    }

    public func insert(_ session: Session) throws {
        try connection.run(
            """
            INSERT INTO sessions (session_id, user_id, active_tenant_id, refresh_hash, method, second_factor_at,
                is_persistent, address, user_agent, created_at, last_used_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                session.id.rawValue.sql, session.user.sql, session.activeTenant.sql, session.refreshHash.sql,
                session.method.sql, session.secondFactorAt.sql, session.isPersistent.sql, session.address.sql,
                session.userAgent.sql, session.createdAt.sql, session.lastUsedAt.sql, session.expiresAt.sql,
            ])
    }

    /// Puts another refresh token in the place of the present one, which is remembered as used.
    /// - Returns: whether the present one was still `old`.
    public func rotate(
        _ id: SessionID, from old: [UInt8], to new: [UInt8], activeTenant: TenantID?, address: String,
        userAgent: String, at now: Timestamp, expiresAt: Timestamp
    ) throws -> Bool {
        let changed = try connection.run(
            """
            UPDATE sessions SET refresh_hash = $3, active_tenant_id = $4, address = $5, user_agent = $6,
                last_used_at = $7, expires_at = $8
            WHERE session_id = $1 AND refresh_hash = $2 AND ended_at IS NULL
            """,
            [
                id.rawValue.sql, old.sql, new.sql, activeTenant.sql, address.sql, userAgent.sql, now.sql,
                expiresAt.sql,
            ])
        guard changed == 1 else { return false }
        try connection.run(
            "INSERT INTO used_refresh_tokens (session_id, refresh_hash, used_at) VALUES ($1, $2, $3)",
            [id.rawValue.sql, old.sql, now.sql])
        return true
    }

    /// When a refresh token was used up; nil: it never was one of the session's.
    public func usedAt(_ hash: [UInt8], in id: SessionID) throws -> Timestamp? {
        try connection.firstRow(
            "SELECT used_at FROM used_refresh_tokens WHERE session_id = $1 AND refresh_hash = $2",
            [id.rawValue.sql, hash.sql]
        ) { $0.timestamp(0) }
    }

    /// That the code of a second factor was given in it.
    public func setSecondFactor(_ id: SessionID, at now: Timestamp) throws {
        try connection.run(
            "UPDATE sessions SET second_factor_at = $2 WHERE session_id = $1", [id.rawValue.sql, now.sql])
    }

    /// - Returns: whether it was open.
    @discardableResult
    public func end(_ id: SessionID, of user: UserID, because reason: String, at now: Timestamp) throws -> Bool {
        try connection.run(
            """
            UPDATE sessions SET ended_at = $3, end_reason = $4
            WHERE session_id = $1 AND user_id = $2 AND ended_at IS NULL AND expires_at > $3
            """, [id.rawValue.sql, user.sql, now.sql, reason.sql]) == 1
    }

    /// - Parameter kept: the one that goes on.
    /// - Returns: how many were open.
    @discardableResult
    public func endAll(
        of user: UserID, but kept: SessionID? = nil, because reason: String, at now: Timestamp
    ) throws -> Int {
        try connection.run(
            """
            UPDATE sessions SET ended_at = $2, end_reason = $3
            WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 AND session_id <> $4
            """, [user.sql, now.sql, reason.sql, (kept?.rawValue ?? "").sql])
    }

    /// Ends all but the `limit` that were used last.
    /// - Parameter most: as many as there can be.
    /// - Returns: those that it ended.
    public func endOldest(
        of user: UserID, beyond limit: Int, outOf most: Int, because reason: String, at now: Timestamp
    ) throws -> [Session] {
        let oldest = try connection.rows(
            Self.select + Self.whereOpen + " ORDER BY last_used_at DESC, session_id LIMIT $3 OFFSET $4",
            [user.sql, now.sql, most.sql, limit.sql], Self.session)
        return try oldest.filter { try end($0.id, of: user, because: reason, at: now) }
    }

    /// Deletes sessions that ended or expired before a moment, with their used tokens.
    /// - Returns: how many; fewer than `limit` when none are left.
    public func deleteEnded(before moment: Timestamp, limit: Int) throws -> Int {
        let ended = try connection.rows(
            "SELECT session_id FROM sessions WHERE expires_at < $1 ORDER BY expires_at LIMIT $2",
            [moment.sql, limit.sql]
        ) { $0.text(0) }
        try connection.runMany(
            "DELETE FROM used_refresh_tokens WHERE session_id = $1", ended.map { [$0.sql] })
        try connection.runMany("DELETE FROM sessions WHERE session_id = $1", ended.map { [$0.sql] })
        return ended.count
    }

    private static let whereOpen: SQL = " WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2"

    private static let select: SQL = """
        SELECT session_id, user_id, active_tenant_id, refresh_hash, method, second_factor_at, is_persistent, address,
            user_agent, created_at, last_used_at, expires_at, ended_at
        FROM sessions
        """

    private static func session(_ row: any SQLRow) -> Session {
        Session(
            id: SessionID(rawValue: row.text(0)), user: row.id(1), activeTenant: row.optionalID(2),
            refreshHash: row.blob(3), method: row.text(4), secondFactorAt: row.optionalTimestamp(5),
            isPersistent: row.bool(6), address: row.text(7), userAgent: row.text(8), createdAt: row.timestamp(9),
            lastUsedAt: row.timestamp(10), expiresAt: row.timestamp(11), endedAt: row.optionalTimestamp(12))
    }
}
