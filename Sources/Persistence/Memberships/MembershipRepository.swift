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
    public func list(role: String? = nil, after: UserID?, limit: Int) throws -> [Membership] {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("role =", role)
        conditions.add("user_id >", after)
        let count = conditions.parameter(limit)
        return try session.connection.rows(
            Self.select + conditions.sql + " ORDER BY user_id LIMIT " + count, conditions.arguments, Self.membership)
    }

    /// Those of a tenant's people whose name or address a text is in, by their numbers. Names are the platform's, which
    /// the tenant's own transaction does not see.
    /// - Parameter connection: of a `readUnscoped`.
    public static func search(
        _ filter: MemberFilter, of tenant: TenantID, after: UserID?, limit: Int, platform connection: any SQLConnection
    ) throws -> [Membership] {
        var conditions = SQLConditions("m.tenant_id", tenant.sql)
        conditions.add("m.role =", filter.role)
        conditions.add("m.user_id >", after)
        conditions.add(oneOf: ["u.email", "u.name"], containing: filter.search)
        let count = conditions.parameter(limit)
        return try connection.rows(
            """
            SELECT m.user_id, m.role, m.created_at, m.invited_by FROM memberships m
            JOIN users u ON u.user_id = m.user_id
            """ + conditions.sql + " ORDER BY m.user_id LIMIT " + count, conditions.arguments, Self.membership)
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
