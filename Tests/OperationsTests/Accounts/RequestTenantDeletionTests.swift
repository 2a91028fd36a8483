import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct RequestTenantDeletionTests {
    private let here = TestInstallation.here

    private func state(_ installation: TestInstallation) async throws -> TenantState? {
        let id = installation.scope.tenant
        return try await installation.database.readUnscoped { try TenantDirectory($0).record(id)?.state }
    }

    private func access(_ installation: TestInstallation, role: String) async throws -> Access {
        try await installation.add("\(role)@example.com", role: role)
        return try await installation.access(try await installation.signIn("\(role)@example.com"))
    }

    @Test func anAdminHasTheirTenantDeletedAndTakesItBack() async throws {
        let installation = try await TestInstallation()
        let admin = try await access(installation, role: "admin")
        let request = RequestTenantDeletion(installation.parts)
        let record = try await request(code: "town", password: TestInstallation.password, admin, here)
        #expect(record.state == .deleting && record.deleteAfter == installation.clock.now + 30 * 86_400)
        // It is not served: there is nothing that they may do in it, but their account knows how it stands.
        let after = try #require(
            try await installation.authenticate(
                try await installation.signIn("admin@example.com").accessToken, from: "192.0.2.1"))
        #expect(after.scope == nil)
        let profile = try await AccountQueries(installation.parts).profile(after)
        #expect(profile.tenants.map(\.deleteAfter) == [record.deleteAfter])
        try await request.withdraw(installation.scope.tenant, after, here)
        #expect(try await state(installation) == .active)
        await #expect(throws: TenantStateRefusal.isNotBeingDeleted) {
            try await request.withdraw(installation.scope.tenant, after, here)
        }
        let log = try await AuditQueries(database: installation.database, scope: installation.scope).list(
            AuditFilter(action: "tenant."), before: nil, limit: 9)
        #expect(log.map(\.event.action) == ["tenant.requestDeletion"])
        #expect(log.first?.event.actor.name == "admin@example.com")
    }

    @Test func neitherAnOpenScreenNorAnotherRoleIsEnough() async throws {
        let installation = try await TestInstallation()
        let admin = try await access(installation, role: "admin")
        let request = RequestTenantDeletion(installation.parts)
        for (code, password, field) in [
            ("other", TestInstallation.password, "code"), ("town", "a wrong password", "password"),
        ] {
            do {
                _ = try await request(code: code, password: password, admin, here)
                Issue.record("It was taken")
            } catch AccountRefusal.invalid(let faults) { #expect(faults.map(\.field) == [field]) }
        }
        let viewer = try await access(installation, role: "operator")
        await #expect(throws: AccountRefusal.self) {
            try await request(code: "town", password: TestInstallation.password, viewer, here)
        }
        #expect(try await state(installation) == .active)
    }

    @Test func onlyWhoMayTakesItBackAndNotWhatTheOwnerDecided() async throws {
        let installation = try await TestInstallation()
        let admin = try await access(installation, role: "admin")
        let other = try await access(installation, role: "operator")
        let request = RequestTenantDeletion(installation.parts)
        let id = installation.scope.tenant
        _ = try await request(code: "town", password: TestInstallation.password, admin, here)
        await #expect(throws: AccountRefusal.self) { try await request.withdraw(id, other, here) }
        await #expect(throws: AccountRefusal.notFound("tenant 99 that you belong to")) {
            try await request.withdraw(TenantID(99), admin, here)
        }
        try await request.withdraw(id, admin, here)
        let manage = ManageTenants(database: installation.database, now: installation.parts.now)
        _ = try await manage.delete(id, graceDays: 30, by: .tester)
        await #expect(throws: TenantStateRefusal.isTheOwnersDecision) { try await request.withdraw(id, admin, here) }
        #expect(try await state(installation) == .deleting)
    }
}
