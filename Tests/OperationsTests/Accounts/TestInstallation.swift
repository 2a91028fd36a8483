import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

/// An installation with one tenant and no account, whose clock the test moves.
final class TestInstallation: Sendable {
    static let password = "nine violet tractors sing"
    static let confirmation = Confirmation(password: password)
    static let here = Visitor(address: "192.0.2.1", userAgent: "Test/1", requestID: "r1")
    static let elsewhere = Visitor(address: "198.51.100.9", userAgent: "Other/2", requestID: "r2")

    let temporary: TemporaryDatabase
    let clock: TestClock
    let keys: MasterKeyRing
    let parts: AccountParts
    let authenticate: Authenticate
    let scope: TenantScope

    var database: any Database { temporary.database }

    init(
        registration: AccountSettings.Registration = .open,
        mostSessions: Int = AccountSettings.mostSessionsByDefault, breached: BreachedPasswords = .none
    ) async throws {
        let clock = TestClock(Timestamp(secondsSinceEpoch: 1_795_424_400))
        self.clock = clock
        let temporary = try await TemporaryDatabase.migrated()
        self.temporary = temporary
        let database = temporary.database
        let key = try #require(MasterKey(bytes: MasterKey.makeBytes()))
        let keys = MasterKeyRing(current: key)
        self.keys = keys
        scope = try await temporary.tenant("town")
        let tokens = try await AccessTokens(
            database: database, keys: keys, issuer: "https://grid.example", now: { clock.now })
        let authenticate = Authenticate(
            database: database, tokens: tokens, now: { clock.now },
            keys: { text, _ in
                guard text == "ugk_1_1_x" else { return nil }
                return Access(
                    principal: .apiKey(APIKeyID(1)), name: "key", scope: nil, permissions: [], isPlatformOwner: false)
            })
        self.authenticate = authenticate
        parts = AccountParts(
            database: database,
            settings: AccountSettings(
                registration: registration, publicURL: "https://grid.example", mostSessions: mostSessions),
            hasher: try PasswordHasher(cost: .init(logRounds: 4, blockSize: 1, parallelism: 1), mostWaiting: 1000),
            rules: PasswordRules(), breached: breached, keys: keys, tokens: tokens, now: { clock.now },
            changed: { authenticate.forget() })
    }

    var users: ManageUsers {
        ManageUsers(
            database: database, settings: parts.settings, hasher: parts.hasher, rules: parts.rules,
            breached: parts.breached,
            actor: Actor(kind: .commandLine, name: "test"), now: parts.now)
    }

    /// Somebody of the tenant.
    func add(_ email: String, role: String = "operator", isPlatformOwner: Bool = false) async throws {
        let link = try await users.create(
            .init(
                email: email, name: "Ada", password: Self.password, tenant: scope.tenant, role: role,
                isPlatformOwner: isPlatformOwner))
        #expect(link == nil)
    }

    func signIn(
        _ email: String, _ password: String = TestInstallation.password, isPersistent: Bool = false,
        _ visitor: Visitor = TestInstallation.here
    ) async throws -> SessionGrant {
        let answer = try await SignIn(parts)(email: email, password: password, isPersistent: isPersistent, visitor)
        guard case .session(let grant) = answer else { throw AccountRefusal.conflict("A code is asked for.") }
        return grant
    }

    /// As it is for somebody who came by another service and never chose a password.
    func takePassword(of email: String) async throws {
        _ = try await database.writeUnscoped {
            try $0.run("UPDATE users SET password_hash = NULL WHERE email = $1", [email.sql])
        }
    }

    func access(_ grant: SessionGrant) async throws -> Access {
        try #require(try await authenticate(grant.accessToken, from: "192.0.2.1"))
    }

    /// Mail in the order it was sent.
    func mail() async throws -> [OutgoingMail] {
        let now = clock.now
        return try await database.readUnscoped {
            try OutboxRepository(platform: $0).due(at: now, mostAttempts: 100, limit: 100).map(\.mail)
        }
    }

    /// The token of the last mail's link.
    func lastToken() async throws -> String {
        let body = try #require(try await mail().last?.body)
        return try #require(body.firstMatch(of: /#token=([A-Za-z0-9_-]{43})/).map { String($0.1) })
    }

    /// What the platform's audit log says: action and outcome.
    func audited() async throws -> [String] {
        try await database.readUnscoped { connection in
            try connection.rows("SELECT action, outcome FROM audit_entries WHERE tenant_id = 0 ORDER BY entry_id") {
                "\($0.text(0)) \($0.text(1))"
            }
        }
    }
}
