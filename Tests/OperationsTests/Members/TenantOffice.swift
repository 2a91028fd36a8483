import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence

/// A tenant with an Admin and an Operator.
final class TenantOffice: Sendable {
    let temporary: TemporaryDatabase
    let scope: TenantScope
    let admin: UserID
    let `operator`: UserID
    let now = Timestamp(secondsSinceEpoch: 1_795_424_400)

    var database: any Database { temporary.database }
    var adminGrantor: Grantor {
        Grantor(actor: .tester, user: admin, permissions: BuiltInRole.admin.permissions)
    }

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("office")
        admin = try await Self.add("ada@example.com", role: "admin", to: scope, temporary.database)
        `operator` = try await Self.add("op@example.com", role: "operator", to: scope, temporary.database)
    }

    @discardableResult
    func add(_ email: String, role: String, to scope: TenantScope) async throws -> UserID {
        try await Self.add(email, role: role, to: scope, database)
    }

    private static func add(
        _ email: String, role: String, to scope: TenantScope, _ database: any Database
    ) async throws -> UserID {
        try await database.administer(scope) { session in
            let id =
                try session.connection.firstRow("SELECT COALESCE(MAX(user_id), 0) + 1 FROM users") { $0.integer(0) }
                ?? 1
            try session.connection.run(
                "INSERT INTO users (user_id, email, name, is_platform_owner, created_at) VALUES ($1, $2, $2, 0, 0)",
                [id.sql, email.sql])
            try MembershipRepository(session).insert(
                Membership(user: UserID(id), role: role, createdAt: .epoch, invitedBy: nil))
            return UserID(id)
        }
    }

    /// Makes a role and gives it to somebody.
    func give(_ user: UserID, _ role: String, _ permissions: Set<Permission>) async throws {
        try await database.administer(scope) { session in
            try RoleRepository(session).save(
                CustomRole(code: role, name: role, permissions: permissions, createdAt: .epoch, changedAt: .epoch))
            _ = try MembershipRepository(session).set(role: role, of: user)
        }
    }

    /// Mail that waits, oldest first.
    func mail() async throws -> [(recipient: String, subject: String, body: String)] {
        try await database.readUnscoped { connection in
            try connection.rows("SELECT recipient, subject, body FROM outbox ORDER BY mail_id") {
                ($0.text(0), $0.text(1), $0.text(2))
            }
        }
    }
}
