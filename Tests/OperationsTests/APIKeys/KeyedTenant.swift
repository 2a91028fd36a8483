import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

/// A tenant with people who make keys, a clock that stands, and everything that looks at keys.
struct KeyedTenant {
    static let start = Timestamp(secondsSinceEpoch: 1_795_608_000)  // 2026-11-25T12:00:00Z

    let temporary: TemporaryDatabase
    let scope: TenantScope
    let clock = TestClock(start)
    let ledger = APIKeyUseLedger()
    let authenticate: AuthenticateKey
    let manage: ManageAPIKeys
    let queries: APIKeyQueries

    var database: any Database { temporary.database }

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("one")
        let clock = clock
        authenticate = AuthenticateKey(database: temporary.database, ledger: ledger) { clock.now }
        manage = ManageAPIKeys(database: temporary.database, scope: scope) { clock.now }
        queries = APIKeyQueries(database: temporary.database, scope: scope) { clock.now }
        let roles = Self.roles
        try await database.administer(scope) { session in
            for (role, user) in roles {
                try session.connection.run(
                    "INSERT INTO users (user_id, email, name, is_platform_owner, created_at) VALUES ($1, $2, $2, 0, 0)",
                    [user.sql, "\(role.rawValue)@example.com".sql])
                try RoleRepository(session).save(
                    CustomRole(
                        code: "keys-\(role.rawValue)", name: role.name, permissions: Self.permissions(role),
                        createdAt: .epoch, changedAt: .epoch))
                try MembershipRepository(session).insert(
                    Membership(user: user, role: "keys-\(role.rawValue)", createdAt: .epoch, invitedBy: nil))
            }
        }
    }

    private static let roles: [(BuiltInRole, UserID)] = BuiltInRole.allCases.enumerated().map {
        ($0.element, UserID(Int64($0.offset + 1)))
    }

    /// Whoever has a role, and may make keys besides.
    private static func permissions(_ role: BuiltInRole) -> Set<Permission> { role.permissions.union([.keysWrite]) }

    func person(_ role: BuiltInRole) throws -> Grantor {
        let user = try #require(Self.roles.first { $0.0 == role }).1
        return Grantor(actor: Self.actor, user: user, permissions: Self.permissions(role))
    }

    static let actor = Actor(kind: .user, id: "1", name: "ada@example.com", address: "192.0.2.1", requestID: "r")

    func make(
        _ draft: APIKeyDraft = APIKeyDraft(name: "telegraf", scopes: ["readings.write"]), by role: BuiltInRole = .admin
    ) async throws -> MadeAPIKey {
        try await manage.make(draft, by: try person(role))
    }

    func access(_ made: MadeAPIKey, from address: String = "192.0.2.7") async throws -> Access? {
        try await authenticate(made.token.text, from: address)
    }

    /// Actions of the audit log, with the number of the key.
    func audit() async throws -> [String] {
        try await database.read(scope) { session in
            try session.connection.rows(
                "SELECT action, object_id FROM audit_entries WHERE tenant_id = $1 ORDER BY entry_id",
                [session.scope.tenant.sql]
            ) { "\($0.text(0)) \($0.text(1))" }
        }
    }
}
