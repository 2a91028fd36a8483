public import GridModel
public import Identity

/// What a tenant's own people may know of an account.
public struct UserName: Hashable, Sendable {
    public let email: String
    public let name: String
    public let isDisabled: Bool
    public let hasSecondFactor: Bool
    /// When the newest of their sessions in this tenant was last used; what they do elsewhere is nobody's business here.
    public let lastSeenAt: Timestamp?

    public init(email: String, name: String, isDisabled: Bool, hasSecondFactor: Bool, lastSeenAt: Timestamp?) {
        self.email = email
        self.name = name
        self.isDisabled = isDisabled
        self.hasSecondFactor = hasSecondFactor
        self.lastSeenAt = lastSeenAt
    }
}

/// Looks accounts up for those who see them in a list. Accounts are the platform's: a tenant's transaction sees none.
public struct UserNames {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `readUnscoped` or `administer`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    /// - Parameter tenant: whose people look.
    public func name(_ user: UserID, in tenant: TenantID) throws -> UserName? {
        try connection.firstRow(
            """
            SELECT u.email, u.name, u.disabled_at, u.totp_confirmed_at,
                (SELECT MAX(s.last_used_at) FROM sessions s
                    WHERE s.user_id = u.user_id AND s.active_tenant_id = $2)
            FROM users u WHERE u.user_id = $1
            """, [user.sql, tenant.sql]
        ) {
            UserName(
                email: $0.text(0), name: $0.text(1), isDisabled: !$0.isNull(2), hasSecondFactor: !$0.isNull(3),
                lastSeenAt: $0.optionalTimestamp(4))
        }
    }

    /// The address of somebody who belongs to a tenant; nil of anybody else.
    /// - Parameter tenant: nil: whoever has an account.
    public func email(of user: UserID, in tenant: TenantID?) throws -> String? {
        guard let tenant else {
            return try connection.firstRow("SELECT email FROM users WHERE user_id = $1", [user.sql]) { $0.text(0) }
        }
        return try connection.firstRow(
            """
            SELECT u.email FROM users u JOIN memberships m ON m.user_id = u.user_id
            WHERE m.tenant_id = $1 AND u.user_id = $2
            """, [tenant.sql, user.sql]
        ) { $0.text(0) }
    }

    public func user(email: String) throws -> UserID? {
        try connection.firstRow("SELECT user_id FROM users WHERE email = $1", [email.sql]) { $0.id(0) }
    }
}
