import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

/// A tenant's own audit log tells of the sessions in it, and of who tried to become one of its people.
@Suite struct TenantSignInTests {
    private let here = TestInstallation.here

    private func entries(_ installation: TestInstallation, _ scope: TenantScope) async throws -> [AuditEntry] {
        try await AuditQueries(database: installation.database, scope: scope).list(
            AuditFilter(action: "session."), before: nil, limit: 100
        ).reversed()
    }

    private func told(_ installation: TestInstallation, _ scope: TenantScope) async throws -> [String] {
        try await entries(installation, scope).map { "\($0.event.action) \($0.event.outcome)" }
    }

    /// Somebody of two tenants.
    private func installation() async throws -> (TestInstallation, other: TenantScope) {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let other = try await installation.temporary.tenant("zoo")
        _ = try await installation.users.create(
            .init(
                email: "ada@example.com", name: "Ada", password: nil, tenant: other.tenant, role: "viewer",
                isPlatformOwner: false))
        return (installation, other)
    }

    @Test func beginningAndEndStandWhereTheSessionIsActive() async throws {
        let (installation, other) = try await installation()
        let grant = try await installation.signIn("ada@example.com")
        try await ManageSessions(installation.parts).signOut(
            refreshToken: grant.refreshToken, accessToken: nil, here)
        #expect(try await told(installation, installation.scope) == ["session.begin done", "session.end done"])
        #expect(try await told(installation, other).isEmpty)
        let first = try #require(try await entries(installation, installation.scope).first?.event)
        #expect(first.actor.name == "ada@example.com" && first.actor.address == "192.0.2.1")
    }

    @Test func aRefusedSignInStandsInEveryTenantOfTheAccountAndAnUnknownOneInNone() async throws {
        let (installation, other) = try await installation()
        for email in ["ada@example.com", "nobody@example.com"] {
            await #expect(throws: AccountRefusal.notSignedIn) { try await installation.signIn(email, "wrong password") }
        }
        for scope in [installation.scope, other] {
            #expect(try await told(installation, scope) == ["session.begin refused"])
            #expect(try await VerifyAudit(database: installation.database, tenant: scope.tenant)().fault == nil)
        }
        #expect(try await installation.audited().suffix(2) == ["session.begin refused", "session.begin refused"])
    }

    @Test func aTenantThatIsNotServedIsToldNothing() async throws {
        let (installation, other) = try await installation()
        try await installation.database.writeUnscoped {
            try TenantDirectory($0).set(.suspended, of: other.tenant, at: .epoch, deleteAfter: nil)
        }
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await installation.signIn("ada@example.com", "wrong password")
        }
        #expect(try await told(installation, other).isEmpty)
    }

    @Test func choosingATenantStandsInTheOneLeftAndTheOneEnteredWithoutNamingTheOther() async throws {
        let (installation, other) = try await installation()
        let grant = try await installation.signIn("ada@example.com")
        _ = try await RenewSession(installation.parts).choose(
            other.tenant, try await installation.access(grant), here)
        #expect(try await told(installation, installation.scope).last == "session.leaveTenant done")
        #expect(try await told(installation, other) == ["session.enterTenant done"])
        for scope in [installation.scope, other] {
            let event = try #require(try await entries(installation, scope).last?.event)
            #expect(event.before == nil && event.after == nil)
        }
        #expect(try await installation.audited().last == "session.chooseTenant done")
        // Renewing changes nothing about where it is active.
        let count = try await installation.audited().count
        let second = try await installation.signIn("ada@example.com")
        _ = try await RenewSession(installation.parts)(second.refreshToken, here)
        #expect(try await installation.audited().count == count + 1)
    }

    @Test func sessionsThatOthersEndStandWhereTheyWereActive() async throws {
        let (installation, other) = try await installation()
        let left = try await installation.signIn("ada@example.com")
        let kept = try await RenewSession(installation.parts).choose(
            other.tenant, try await installation.access(try await installation.signIn("ada@example.com")), here)
        #expect(
            try await ManageSessions(installation.parts).endOthers(
                Confirmation(password: TestInstallation.password), try await installation.access(kept), here) == 1)
        #expect(try await told(installation, installation.scope).last == "session.endOthers done")
        #expect(try await told(installation, other) == ["session.enterTenant done"])
        #expect(try await installation.authenticate(left.accessToken, from: "192.0.2.1") == nil)
    }
}
