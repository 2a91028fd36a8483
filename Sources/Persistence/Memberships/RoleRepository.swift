public import GridModel
public import Identity

/// A set of permissions under a name of the tenant's own.
public struct CustomRole: Hashable, Sendable {
    /// Short and stable; never that of a built-in role.
    public let code: String
    public let name: String
    public let permissions: Set<Permission>
    public let createdAt: Timestamp
    public let changedAt: Timestamp

    public init(code: String, name: String, permissions: Set<Permission>, createdAt: Timestamp, changedAt: Timestamp) {
        self.code = code
        self.name = name
        self.permissions = permissions
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}

/// A tenant's custom roles. Permissions are kept as words with spaces between; one that this program does not know
/// (any more) gives nothing.
public struct RoleRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// By code.
    public func all() throws -> [CustomRole] {
        try session.connection.rows(
            Self.select + " WHERE tenant_id = $1 ORDER BY code", [session.tenant], Self.role)
    }

    public func role(_ code: String) throws -> CustomRole? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND code = $2", [session.tenant, code.sql], Self.role)
    }

    /// What a role allows, built in or custom; nil when there is none of the code.
    public func permissions(of code: String) throws -> Set<Permission>? {
        try BuiltInRole(rawValue: code)?.permissions ?? role(code)?.permissions
    }

    /// Adds a role, or replaces name and permissions of the one with its code.
    public func save(_ role: CustomRole) throws {
        try session.connection.run(
            """
            INSERT INTO roles (tenant_id, code, name, permissions, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, code) DO UPDATE SET name = excluded.name, permissions = excluded.permissions,
                changed_at = excluded.changed_at
            """,
            [
                session.tenant, role.code.sql, role.name.sql,
                role.permissions.sorted().map(\.rawValue).joined(separator: " ").sql, role.createdAt.sql,
                role.changedAt.sql,
            ])
    }

    /// - Returns: whether there was such a role.
    public func delete(_ code: String) throws -> Bool {
        try session.connection.run(
            "DELETE FROM roles WHERE tenant_id = $1 AND code = $2", [session.tenant, code.sql]) == 1
    }

    private static let select: SQL = "SELECT code, name, permissions, created_at, changed_at FROM roles"

    private static func role(_ row: any SQLRow) -> CustomRole {
        CustomRole(
            code: row.text(0), name: row.text(1),
            permissions: Set(row.text(2).split(separator: " ").compactMap { Permission(rawValue: String($0)) }),
            createdAt: row.timestamp(3), changedAt: row.timestamp(4))
    }
}
