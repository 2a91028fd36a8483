import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct ManageAPIKeysTests {
    private let tenant: KeyedTenant

    init() async throws {
        tenant = try await KeyedTenant()
    }

    private func faults(_ draft: APIKeyDraft, by role: BuiltInRole = .admin) async throws -> [String] {
        do {
            _ = try await tenant.make(draft, by: role)
            return []
        } catch APIKeyRefusal.invalid(let faults) {
            return faults.map(\.field)
        }
    }

    @Test func aKeyIsMadeAuditedAndWorks() async throws {
        let made = try await tenant.make()
        #expect(made.key.createdBy == "ada@example.com" && made.key.settings.scopes == [.readingsWrite])
        #expect(try await tenant.access(made)?.permissions == [.readingsWrite])
        #expect(try await tenant.audit() == ["apiKey.create 1"])
        let documents = try await tenant.database.read(tenant.scope) { session in
            try session.connection.rows(
                "SELECT after FROM audit_entries WHERE tenant_id = $1", [session.scope.tenant.sql]
            ) { $0.text(0) }
        }
        #expect(documents.count == 1 && documents.allSatisfy { !$0.contains(made.token.secret.text) })
        #expect(documents.first?.contains(#""scopes":["readings.write"]"#) == true)
    }

    @Test func nobodyGivesAKeyWhatTheyDoNotHave() async throws {
        #expect(
            try await faults(APIKeyDraft(name: "a", scopes: ["grid.read", "audit.read"]), by: .viewer) == ["scopes[1]"])
        #expect(try await faults(APIKeyDraft(name: "a", scopes: ["grid.read"]), by: .viewer) == [])
    }

    @Test(arguments: ["users.write", "roles.write", "keys.write", "tenant.delete"])
    func peoplesBusinessIsRefusedEvenToAnAdmin(scope: String) async throws {
        #expect(try await faults(APIKeyDraft(name: "a", scopes: [scope])) == ["scopes[0]"])
    }

    @Test func everythingWrongIsNamedAtOnce() async throws {
        let draft = APIKeyDraft(
            name: " ", scopes: ["grid.reed"], allowedAddresses: ["192.0.2.1", "10.0.0.1/8"], requestsPerMinute: 0,
            monthlyQuota: 0, expiresAt: KeyedTenant.start)
        #expect(
            try await faults(draft)
                == ["name", "scopes[0]", "allowedAddresses[1]", "requestsPerMinute", "monthlyQuota", "expiresAt"])
        #expect(try await faults(APIKeyDraft(name: "a\u{202E}b", scopes: [])) == ["name", "scopes"])
        #expect(try await faults(APIKeyDraft(name: "a", scopes: ["grid.read", "grid.read"])) == ["scopes"])
        #expect(
            try await faults(
                APIKeyDraft(
                    name: "a", scopes: ["grid.read"], allowedAddresses: Array(repeating: "192.0.2.1", count: 51)))
                == ["allowedAddresses"])
        #expect(try await tenant.audit().isEmpty)
    }

    @Test func aChangeKeepsWhatOthersGaveAndAddsOnlyOnesOwn() async throws {
        let made = try await tenant.make(APIKeyDraft(name: "a", scopes: ["audit.read", "grid.read"]))
        let renamed = try await tenant.manage.change(
            made.key.id, to: APIKeyDraft(name: "b", scopes: ["audit.read", "grid.read"]), by: try tenant.person(.viewer)
        )
        #expect(renamed?.settings.name == "b")
        await #expect(throws: APIKeyRefusal.self) {
            try await tenant.manage.change(
                made.key.id, to: APIKeyDraft(name: "b", scopes: ["settings.write"]), by: try tenant.person(.viewer))
        }
        #expect(try await tenant.audit() == ["apiKey.create 1", "apiKey.change 1"])
    }

    @Test func aChangeThatChangesNothingIsNotOne() async throws {
        let made = try await tenant.make()
        _ = try await tenant.manage.change(
            made.key.id, to: APIKeyDraft(name: "telegraf", scopes: ["readings.write"]), by: try tenant.person(.admin))
        #expect(try await tenant.audit() == ["apiKey.create 1"])
    }

    @Test func anExpiredKeyComesBackOnlyThroughSomebodyWhoMayGiveItAnew() async throws {
        let made = try await tenant.make(
            APIKeyDraft(name: "a", scopes: ["audit.read"], expiresAt: KeyedTenant.start + 60))
        tenant.clock.now = KeyedTenant.start + 61
        let longer = APIKeyDraft(name: "a", scopes: ["audit.read"], expiresAt: KeyedTenant.start + 600)
        await #expect(throws: APIKeyRefusal.exceedsOwnPermissions([.auditRead])) {
            try await tenant.manage.change(
                made.key.id, to: longer, by: try tenant.person(.viewer))
        }
        #expect(try await tenant.access(made) == nil)
        _ = try await tenant.manage.change(made.key.id, to: longer, by: try tenant.person(.admin))
        tenant.authenticate.forget()
        #expect(try await tenant.access(made) != nil)
    }

    @Test func aRotatedKeyAndItsSuccessorOverlap() async throws {
        let old = try await tenant.make(
            APIKeyDraft(name: "a", scopes: ["grid.read"], monthlyQuota: 9, expiresAt: KeyedTenant.start + 30 * 86_400))
        tenant.clock.now = KeyedTenant.start + 86_400
        let new = try #require(
            try await tenant.manage.rotate(
                old.key.id, overlapSeconds: 3600, by: try tenant.person(.viewer)))
        #expect(new.key.settings.expiresAt == tenant.clock.now + 30 * 86_400)
        #expect(new.key.settings.monthlyQuota == 9 && new.token.secret != old.token.secret)
        #expect(try await tenant.queries.key(old.key.id)?.replacedBy == new.key.id)
        #expect(try await tenant.access(old) != nil)
        #expect(try await tenant.access(new) != nil)
        tenant.clock.now = tenant.clock.now + 3600
        #expect(try await tenant.access(old) == nil)
        #expect(try await tenant.access(new) != nil)
        #expect(try await tenant.audit() == ["apiKey.create 1", "apiKey.rotate 1", "apiKey.create 2"])
    }

    @Test func anOverlapDoesNotProlongAKey() async throws {
        let old = try await tenant.make(
            APIKeyDraft(name: "a", scopes: ["grid.read"], expiresAt: KeyedTenant.start + 60))
        _ = try await tenant.manage.rotate(
            old.key.id, overlapSeconds: 3600, by: try tenant.person(.admin))
        #expect(try await tenant.queries.key(old.key.id)?.settings.expiresAt == KeyedTenant.start + 60)
    }

    @Test func nobodyGetsBeyondTheirOwnPermissionsByRotating() async throws {
        let made = try await tenant.make(APIKeyDraft(name: "a", scopes: ["audit.read", "grid.read"]))
        await #expect(throws: APIKeyRefusal.exceedsOwnPermissions([.auditRead])) {
            try await tenant.manage.rotate(
                made.key.id, overlapSeconds: 0, by: try tenant.person(.viewer))
        }
    }

    @Test func aKeyIsRotatedOnceAndNotAfterItsEnd() async throws {
        let made = try await tenant.make()
        func rotate(_ id: APIKeyID) async throws -> MadeAPIKey? {
            try await tenant.manage.rotate(id, overlapSeconds: 60, by: try tenant.person(.admin))
        }
        let next = try #require(try await rotate(made.key.id))
        await #expect(throws: APIKeyRefusal.isReplaced(by: next.key.id)) { try await rotate(made.key.id) }
        _ = try await tenant.manage.revoke(next.key.id, by: try tenant.person(.admin))
        await #expect(throws: APIKeyRefusal.hasEnded) { try await rotate(next.key.id) }
        #expect(try await rotate(APIKeyID(99)) == nil)
    }

    @Test func revokingIsForGoodAndToldOnce() async throws {
        let made = try await tenant.make()
        let first = try await tenant.manage.revoke(made.key.id, by: try tenant.person(.admin))
        tenant.clock.now = KeyedTenant.start + 60
        let second = try await tenant.manage.revoke(made.key.id, by: try tenant.person(.admin))
        #expect(first == second && first?.revokedAt == KeyedTenant.start)
        #expect(try await tenant.audit() == ["apiKey.create 1", "apiKey.revoke 1"])
        await #expect(throws: APIKeyRefusal.hasEnded) {
            try await tenant.manage.change(
                made.key.id, to: APIKeyDraft(name: "b", scopes: ["grid.read"]), by: try tenant.person(.admin))
        }
        #expect(try await tenant.manage.revoke(APIKeyID(99), by: try tenant.person(.admin)) == nil)
    }

    @Test func aTenantHasNoMoreThanSoManyKeysThatCanBeUsed() async throws {
        let settings = APIKey.Settings(name: "a", scopes: [.gridRead])
        try await tenant.database.write(tenant.scope) { session in
            for _ in 0..<ManageAPIKeys.mostActive {
                _ = try APIKeyRepository(session).add(settings, secret: SecretToken(), by: "a", at: KeyedTenant.start)
            }
        }
        await #expect(throws: APIKeyRefusal.tooMany(500)) { try await tenant.make() }
        _ = try await tenant.manage.revoke(APIKeyID(1), by: try tenant.person(.admin))
        #expect(try await tenant.make().key.id == APIKeyID(501))
    }

    @Test func anotherTenantsKeyIsNotThere() async throws {
        let made = try await tenant.make()
        let other = try await tenant.temporary.tenant("two")
        let manage = ManageAPIKeys(database: tenant.database, scope: other) { KeyedTenant.start }
        #expect(try await manage.revoke(made.key.id, by: .operating(KeyedTenant.actor)) == nil)
        #expect(try await tenant.access(made) != nil)
    }
}
