public import GridModel
public import Identity

/// A tenant that somebody belongs to, as they see it.
public struct AccountTenant: Hashable, Sendable {
    public let id: TenantID
    public let name: String
    public let isActive: Bool
    /// A built-in role or the code of a custom one.
    public let role: String
    public let roleName: String
    public let permissions: Set<Permission>
    /// Of one that is to be deleted.
    public let deleteAfter: Timestamp?

    public init(
        id: TenantID, name: String, isActive: Bool, role: String, roleName: String, permissions: Set<Permission>,
        deleteAfter: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.isActive = isActive
        self.role = role
        self.roleName = roleName
        self.permissions = permissions
        self.deleteAfter = deleteAfter
    }
}

/// Which tenants somebody belongs to, over all of them.
public struct AccountTenants {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `readUnscoped` or `writeUnscoped`: tenants do not see each other.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    /// By name.
    public func all(of user: UserID) throws -> [AccountTenant] {
        try connection.rows(Self.select + " ORDER BY t.name, t.tenant_id", [user.sql], Self.tenant)
    }

    public func tenant(_ id: TenantID, of user: UserID) throws -> AccountTenant? {
        try connection.firstRow(Self.select + " AND m.tenant_id = $2", [user.sql, id.sql], Self.tenant)
    }

    public func adminCount(of tenant: TenantID) throws -> Int {
        try connection.firstRow(
            "SELECT COUNT(*) FROM memberships WHERE tenant_id = $1 AND role = $2",
            [tenant.sql, BuiltInRole.admin.rawValue.sql]
        ) { $0.int(0) } ?? 0
    }

    private static let select: SQL = """
        SELECT t.tenant_id, t.name, t.state, m.role, r.name, r.permissions, t.delete_after
        FROM memberships m
        JOIN tenants t ON t.tenant_id = m.tenant_id
        LEFT JOIN roles r ON r.tenant_id = m.tenant_id AND r.code = m.role
        WHERE m.user_id = $1
        """

    private static func tenant(_ row: any SQLRow) -> AccountTenant {
        let (role, builtIn) = (row.text(3), BuiltInRole(rawValue: row.text(3)))
        let custom = Set(row.text(5).split(separator: " ").compactMap { Permission(rawValue: String($0)) })
        return AccountTenant(
            id: row.id(0), name: row.text(1), isActive: row.text(2) == TenantState.active.rawValue, role: role,
            roleName: builtIn?.name ?? row.optionalText(4) ?? role, permissions: builtIn?.permissions ?? custom,
            deleteAfter: row.optionalTimestamp(6))
    }
}
