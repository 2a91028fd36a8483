public import GridModel
public import Identity

/// That somebody belongs to a tenant, and as what.
public struct Membership: Hashable, Sendable {
    public let user: UserID
    /// A built-in role or the code of a custom one.
    public let role: String
    public let createdAt: Timestamp
    /// Nil: made on the command line, or with the tenant.
    public let invitedBy: UserID?

    public init(user: UserID, role: String, createdAt: Timestamp, invitedBy: UserID?) {
        self.user = user
        self.role = role
        self.createdAt = createdAt
        self.invitedBy = invitedBy
    }
}

/// Who belongs to a tenant.
public struct MembershipRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// By the users' numbers.
    public func list(after: UserID?, limit: Int) throws -> [Membership] {
        try session.connection.rows(
            Self.select + " WHERE tenant_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3",
            [session.tenant, (after?.rawValue ?? 0).sql, limit.sql], Self.membership)
    }

    public func membership(_ user: UserID) throws -> Membership? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND user_id = $2", [session.tenant, user.sql], Self.membership)
    }

    /// - Throws: `DatabaseError.uniqueViolation` for somebody who belongs to the tenant already.
    public func insert(_ membership: Membership) throws {
        try session.connection.run(
            """
            INSERT INTO memberships (tenant_id, user_id, role, created_at, invited_by) VALUES ($1, $2, $3, $4, $5)
            """,
            [
                session.tenant, membership.user.sql, membership.role.sql, membership.createdAt.sql,
                membership.invitedBy.sql,
            ])
    }

    /// - Returns: whether there was such a member.
    public func set(role: String, of user: UserID) throws -> Bool {
        try session.connection.run(
            "UPDATE memberships SET role = $3 WHERE tenant_id = $1 AND user_id = $2",
            [session.tenant, user.sql, role.sql]) == 1
    }

    /// - Returns: whether there was such a member.
    public func remove(_ user: UserID) throws -> Bool {
        try session.connection.run(
            "DELETE FROM memberships WHERE tenant_id = $1 AND user_id = $2", [session.tenant, user.sql]) == 1
    }

    public func count(role: String) throws -> Int {
        try session.connection.firstRow(
            "SELECT COUNT(*) FROM memberships WHERE tenant_id = $1 AND role = $2", [session.tenant, role.sql]
        ) { $0.int(0) } ?? 0
    }

    private static let select: SQL = "SELECT user_id, role, created_at, invited_by FROM memberships"

    private static func membership(_ row: any SQLRow) -> Membership {
        Membership(
            user: row.id(0), role: row.text(1), createdAt: row.timestamp(2), invitedBy: row.optionalID(3))
    }
}
