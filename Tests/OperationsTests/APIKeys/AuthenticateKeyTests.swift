import DatabaseTesting
import GridModel
import Identity
import Persistence
import Testing

@testable import Operations

@Suite struct AuthenticateKeyTests {
    private let tenant: KeyedTenant

    init() async throws {
        tenant = try await KeyedTenant()
    }

    @Test func aKeyGivesItsTenantAndItsScopesAlone() async throws {
        let made = try await tenant.make(
            APIKeyDraft(name: "telegraf", scopes: ["readings.write"], requestsPerMinute: 60))
        let access = try #require(try await tenant.access(made))
        #expect(access.principal == .apiKey(made.key.id) && access.scope == tenant.scope && access.name == "telegraf")
        #expect(access.permissions == [.readingsWrite] && !access.isPlatformOwner && access.requestsPerMinute == 60)
    }

    @Test func anythingButTheExactTextIsNoKey() async throws {
        let made = try await tenant.make()
        let wrong = APIKeyToken(tenant: tenant.scope.tenant, key: made.key.id, secret: SecretToken())
        let elsewhere = APIKeyToken(tenant: TenantID(99), key: made.key.id, secret: made.token.secret)
        let missing = APIKeyToken(tenant: tenant.scope.tenant, key: APIKeyID(99), secret: made.token.secret)
        for token in [wrong, elsewhere, missing] {
            #expect(try await tenant.authenticate(token.text, from: "192.0.2.1") == nil)
        }
        for text in [
            "", "ugk_", made.token.text + "x", String(made.token.text.dropLast()), made.token.text.uppercased(),
        ] {
            #expect(try await tenant.authenticate(text, from: "192.0.2.1") == nil)
        }
    }

    @Test func permissionsThatNoKeyMayHaveAreNotGivenWhateverIsStored() async throws {
        let made = try await tenant.make()
        _ = try await tenant.database.write(tenant.scope) {
            try $0.connection.run(
                "UPDATE api_keys SET scopes = 'grid.read users.write nothing.known' WHERE tenant_id = $1",
                [$0.scope.tenant.sql])
        }
        #expect(try await tenant.access(made)?.permissions == [.gridRead])
    }

    @Test func aKeyWorksOnlyFromItsAddresses() async throws {
        let made = try await tenant.make(
            APIKeyDraft(name: "a", scopes: ["grid.read"], allowedAddresses: ["192.0.2.0/24", "2001:db8::/32"]))
        #expect(try await tenant.access(made, from: "192.0.2.255") != nil)
        #expect(try await tenant.access(made, from: "2001:db8::1") != nil)
        for address in ["192.0.3.0", "2001:db9::1", "unknown", ""] {
            #expect(try await tenant.access(made, from: address) == nil)
        }
    }

    @Test func aRememberedKeyStillExpiresOnTheSecond() async throws {
        let made = try await tenant.make(
            APIKeyDraft(name: "a", scopes: ["grid.read"], expiresAt: KeyedTenant.start + 5))
        tenant.clock.now = KeyedTenant.start + 4
        #expect(try await tenant.access(made) != nil)
        tenant.clock.now = KeyedTenant.start + 5
        #expect(try await tenant.access(made) == nil)
    }

    @Test func aKeyRevokedWithoutAWordIsTrustedForTenSecondsAtMost() async throws {
        let made = try await tenant.make()
        #expect(try await tenant.access(made) != nil)
        _ = try await tenant.database.write(tenant.scope) {
            try $0.connection.run("UPDATE api_keys SET revoked_at = 1 WHERE tenant_id = $1", [$0.scope.tenant.sql])
        }
        tenant.clock.now = KeyedTenant.start + 9
        #expect(try await tenant.access(made) != nil)
        tenant.clock.now = KeyedTenant.start + 10
        #expect(try await tenant.access(made) == nil)
    }

    @Test func aClockThatWentBackDoesNotProlongTrust() async throws {
        let made = try await tenant.make()
        #expect(try await tenant.access(made) != nil)
        _ = try await tenant.database.write(tenant.scope) {
            try $0.connection.run("UPDATE api_keys SET revoked_at = 1 WHERE tenant_id = $1", [$0.scope.tenant.sql])
        }
        tenant.clock.now = KeyedTenant.start - 3600
        #expect(try await tenant.access(made) == nil)
    }

    @Test(.onlySQLite("On PostgreSQL a database hears of changes while it runs as a service, as in the program."))
    func everyProcessForgetsWhenItIsTold() async throws {
        let made = try await tenant.make()
        let listening = Task { await tenant.authenticate.forgetOnChange() }
        defer { listening.cancel() }
        // The listener may begin after a first change: so changes are told until it hears of one. The clock stands, so
        // nothing else makes it forget.
        var isForgotten = false
        #expect(try await tenant.access(made) != nil)
        _ = try await tenant.database.write(tenant.scope) {
            try $0.connection.run("UPDATE api_keys SET revoked_at = 1 WHERE tenant_id = $1", [$0.scope.tenant.sql])
        }
        for _ in 0..<1000 where !isForgotten {
            try await tenant.database.write(tenant.scope) { try $0.connection.notify(.identity) }
            try await Task.sleep(for: .milliseconds(10))
            isForgotten = try await tenant.access(made) == nil
        }
        #expect(isForgotten)
    }

    @Test func whatWasReadBeforeAChangeIsNotRememberedAfterIt() async throws {
        let made = try await tenant.make()
        #expect(try await tenant.access(made) != nil)
        _ = try await tenant.manage.revoke(made.key.id, by: try tenant.person(.admin))
        tenant.authenticate.forget()
        #expect(try await tenant.access(made) == nil)
    }

    @Test func theQuotaHoldsToTheRequestAndEndsWithTheMonth() async throws {
        let made = try await tenant.make(APIKeyDraft(name: "a", scopes: ["grid.read"], monthlyQuota: 3))
        for _ in 0..<3 { #expect(try await tenant.access(made) != nil) }
        let left = Int(try #require(Timestamp(iso8601: "2026-12-01T00:00:00Z")) - KeyedTenant.start)
        await #expect(throws: APIKeyQuotaExceeded(retryAfterSeconds: left)) { try await tenant.access(made) }
        // Also after it was forgotten, before and after what was counted is stored.
        tenant.authenticate.forget()
        await #expect(throws: APIKeyQuotaExceeded.self) { try await tenant.access(made) }
        try await tenant.ledger.flush(into: tenant.database, now: tenant.clock.now)
        tenant.authenticate.forget()
        await #expect(throws: APIKeyQuotaExceeded.self) { try await tenant.access(made) }
        tenant.clock.now = KeyedTenant.start + Int64(left)
        #expect(try await tenant.access(made) != nil)
    }

    @Test func anotherProcessCountsWhatThisOneHasStored() async throws {
        let made = try await tenant.make(APIKeyDraft(name: "a", scopes: ["grid.read"], monthlyQuota: 2))
        for _ in 0..<2 { _ = try await tenant.access(made) }
        try await tenant.ledger.flush(into: tenant.database, now: tenant.clock.now)
        let other = AuthenticateKey(database: tenant.database, ledger: APIKeyUseLedger()) { KeyedTenant.start }
        await #expect(throws: APIKeyQuotaExceeded.self) { try await other(made.token.text, from: "192.0.2.1") }
    }

    @Test func aDatabaseThatIsGoneIsNotAWrongKey() async throws {
        let made = try await tenant.make()
        try await tenant.database.close()
        await #expect(throws: (any Error).self) { try await tenant.access(made) }
    }
}
