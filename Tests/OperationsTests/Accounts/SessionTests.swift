import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct SessionTests {
    private let here = TestInstallation.here

    @Test func aRefreshTokenIsGoodOnce() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let first = try await installation.signIn("ada@example.com")
        let renew = RenewSession(installation.parts)
        let second = try await renew(first.refreshToken, here)
        #expect(second.refreshToken != first.refreshToken)
        #expect(second.profile.tenant?.id == installation.scope.tenant)
        // A second tab, a moment later: no tokens, but no harm either.
        await #expect(throws: AccountRefusal.conflict("The session was renewed a moment ago: use the newer token.")) {
            try await renew(first.refreshToken, here)
        }
        let third = try await renew(second.refreshToken, here)
        installation.clock.now = installation.clock.now + 11
        // Later it is a thief's, or the thief has the newer one: the session ends for both.
        await #expect(throws: AccountRefusal.notSignedIn) { try await renew(first.refreshToken, here) }
        await #expect(throws: AccountRefusal.notSignedIn) { try await renew(third.refreshToken, here) }
        #expect(try await installation.authenticate(third.accessToken, from: "192.0.2.1") == nil)
        #expect(try await installation.audited().last == "session.reuse refused")
    }

    @Test(arguments: ["", "x", "x.y", "unknown.0tYbG0x0dLTN4Kq0rWq3eZC5v2JmX9yR8sHqE1uPfAg"])
    func refusesRefreshTokensOfNoSession(text: String) async throws {
        let installation = try await TestInstallation()
        await #expect(throws: AccountRefusal.notSignedIn) { try await RenewSession(installation.parts)(text, here) }
    }

    @Test func endsWhenNobodyUsesItAndAtTheLatestAfterADay() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let idle = try await installation.signIn("ada@example.com")
        var used = try await installation.signIn("ada@example.com")
        let renew = RenewSession(installation.parts)
        for _ in 0..<2 {
            installation.clock.now = installation.clock.now + 11 * 3600
            used = try await renew(used.refreshToken, here)
        }
        await #expect(throws: AccountRefusal.notSignedIn) { try await renew(idle.refreshToken, here) }
        installation.clock.now = installation.clock.now + 2 * 3600
        await #expect(throws: AccountRefusal.notSignedIn) { try await renew(used.refreshToken, here) }
    }

    @Test func aTenantCanLetIdleSessionsEndSooner() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let manage = ManageSettings(database: installation.database, scope: installation.scope)
        var settings = try await manage.settings()
        settings.sessionIdleMinutes = 30
        _ = try await manage.set(settings, by: .tester)
        let renew = RenewSession(installation.parts)
        var grant = try await installation.signIn("ada@example.com", isPersistent: true)
        for _ in 0..<3 {
            installation.clock.now = installation.clock.now + 44 * 60
            grant = try await renew(grant.refreshToken, here)
        }
        installation.clock.now = installation.clock.now + 46 * 60
        await #expect(throws: AccountRefusal.notSignedIn) { try await renew(grant.refreshToken, here) }
    }

    @Test func aKeptSessionLastsThirtyDays() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let grant = try await installation.signIn("ada@example.com", isPersistent: true)
        let thirtyDays: Int64 = 30 * 86_400
        #expect(try #require(grant.keptSeconds) == thirtyDays)
        installation.clock.now = installation.clock.now + 29 * 86_400
        #expect(try await RenewSession(installation.parts)(grant.refreshToken, here).keptSeconds == thirtyDays)
    }

    @Test func aTokenIsWorthNothingAfterSigningOut() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let sessions = ManageSessions(installation.parts)
        for byAccessToken in [true, false] {
            let grant = try await installation.signIn("ada@example.com")
            _ = try await installation.access(grant)
            try await sessions.signOut(
                refreshToken: byAccessToken ? nil : grant.refreshToken,
                accessToken: byAccessToken ? grant.accessToken : nil, here)
            #expect(try await installation.authenticate(grant.accessToken, from: "192.0.2.1") == nil)
            await #expect(throws: AccountRefusal.notSignedIn) {
                try await RenewSession(installation.parts)(grant.refreshToken, here)
            }
        }
        try await sessions.signOut(refreshToken: "x.y", accessToken: "x", here)
    }

    @Test func showsSessionsAndEndsThemButNobodyElses() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        try await installation.add("eve@example.com")
        let sessions = ManageSessions(installation.parts)
        let own = try await installation.access(try await installation.signIn("ada@example.com"))
        let other = try await installation.signIn("ada@example.com", isPersistent: true, TestInstallation.elsewhere)
        let eve = try await installation.access(try await installation.signIn("eve@example.com"))
        let listed = try await sessions.list(own)
        #expect(listed.count == 2)
        let remote = try #require(listed.first { $0.address == "198.51.100.9" })
        #expect(remote.userAgent == "Other/2" && remote.isPersistent)
        let confirmation = TestInstallation.confirmation
        #expect(try await !sessions.end(remote.id, confirmation, eve, here))
        #expect(try await sessions.end(remote.id, confirmation, own, here))
        #expect(try await !sessions.end(remote.id, confirmation, own, here))
        #expect(try await installation.authenticate(other.accessToken, from: "192.0.2.1") == nil)
        _ = try await installation.signIn("ada@example.com")
        _ = try await installation.signIn("ada@example.com")
        #expect(try await sessions.endOthers(confirmation, own, here) == 2)
        #expect(try await sessions.list(own).count == 1)
        #expect(try await sessions.list(eve).count == 1)
    }

    /// An open screen is not enough for it.
    @Test func sessionsAreEndedOnlyByWhoeverShowsTheirPasswordAgain() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let sessions = ManageSessions(installation.parts)
        let own = try await installation.access(try await installation.signIn("ada@example.com"))
        let other = try await installation.signIn("ada@example.com", isPersistent: false, TestInstallation.elsewhere)
        let remote = try #require(try await sessions.list(own).first { $0.address == "198.51.100.9" })
        for wrong in [Confirmation(), Confirmation(password: "not it at all"), Confirmation(code: "123456")] {
            await #expect(throws: AccountRefusal.wrongPassword) {
                try await sessions.end(remote.id, wrong, own, here)
            }
            await #expect(throws: AccountRefusal.wrongPassword) { try await sessions.endOthers(wrong, own, here) }
        }
        #expect(try await installation.authenticate(other.accessToken, from: "192.0.2.1") != nil)
        // Guessing is slowed down as it is at the door, also for the right one.
        for _ in 0..<4 { _ = try? await sessions.endOthers(Confirmation(password: "not it at all"), own, here) }
        do {
            _ = try await sessions.endOthers(TestInstallation.confirmation, own, here)
            Issue.record("It may be guessed at without an end")
        } catch AccountRefusal.tooMany(let seconds) { #expect(seconds > 0) }
        // To sign out asks for nothing.
        try await sessions.signOut(refreshToken: other.refreshToken, accessToken: nil, here)
        #expect(try await installation.authenticate(other.accessToken, from: "192.0.2.1") == nil)
    }

    @Test func whoeverHasNoPasswordEndsSessionsByAFreshSignIn() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let own = try await installation.access(try await installation.signIn("ada@example.com"))
        _ = try await installation.signIn("ada@example.com")
        try await installation.takePassword(of: "ada@example.com")
        let sessions = ManageSessions(installation.parts)
        #expect(try await !AccountQueries(installation.parts).profile(own).hasPassword)
        installation.clock.now = installation.clock.now + Confirmation.freshSeconds
        #expect(try await sessions.endOthers(Confirmation(), own, here) == 1)
        installation.clock.now = installation.clock.now + 1
        do {
            _ = try await sessions.endOthers(Confirmation(), own, here)
            Issue.record("An old sign-in was taken")
        } catch AccountRefusal.forbidden(let reason) { #expect(reason.contains("sign in again")) }
    }

    @Test func aSessionBeyondTheLimitEndsTheOneThatWasUsedLongestAgo() async throws {
        let installation = try await TestInstallation(mostSessions: 3)
        try await installation.add("ada@example.com")
        try await installation.add("eve@example.com")
        let eve = try await installation.signIn("eve@example.com")
        var grants: [SessionGrant] = []
        for _ in 0..<3 {
            grants.append(try await installation.signIn("ada@example.com"))
            installation.clock.now = installation.clock.now + 1
        }
        // Used again, so it is not the oldest any more.
        grants[0] = try await RenewSession(installation.parts)(grants[0].refreshToken, here)
        #expect(try await !installation.audited().contains("session.end done"))
        let last = try await installation.signIn("ada@example.com")
        installation.authenticate.forget()
        #expect(try await installation.authenticate(grants[1].accessToken, from: "x") == nil)
        for grant in [grants[0], grants[2], last, eve] { _ = try await installation.access(grant) }
        let access = try await installation.access(last)
        #expect(try await ManageSessions(installation.parts).list(access).count == 3)
        #expect(try await installation.audited().suffix(2) == ["session.end done", "session.begin done"])
    }

    @Test func allowsFiftySessionsUnlessToldOtherwise() {
        #expect(AccountSettings(registration: .open, publicURL: "https://grid.example").mostSessions == 50)
    }

    @Test func goesOnInAnotherTenantOfTheirs() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let second = try await installation.temporary.tenant("aaa-second")
        let third = try await installation.temporary.tenant("third")
        _ = try await installation.users.create(
            .init(
                email: "ada@example.com", name: "", password: nil, tenant: second.tenant, role: "viewer",
                isPlatformOwner: false))
        let renew = RenewSession(installation.parts)
        let grant = try await installation.signIn("ada@example.com")
        let access = try await installation.access(grant)
        let chosen = try await renew.choose(installation.scope.tenant, access, here)
        #expect(try await installation.access(chosen).scope == installation.scope)
        let other = try await renew.choose(second.tenant, try await installation.access(chosen), here)
        #expect(try await installation.access(other).permissions == BuiltInRole.viewer.permissions)
        await #expect(throws: AccountRefusal.notFound("tenant \(third.tenant) that you belong to")) {
            try await renew.choose(third.tenant, access, here)
        }
        // The choice is remembered by the next sign-in.
        #expect(try await installation.signIn("ada@example.com").profile.tenant?.id == second.tenant)
    }

    @Test func aSuspendedTenantLetsNobodyIn() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let grant = try await installation.signIn("ada@example.com")
        _ = try await installation.database.writeUnscoped { try $0.run("UPDATE tenants SET state = 'suspended'") }
        installation.authenticate.forget()
        let access = try await installation.access(grant)
        #expect(access.scope == nil && access.permissions.isEmpty)
        #expect(try await AccountQueries(installation.parts).profile(access).tenants.map(\.isActive) == [false])
    }
}

extension AccountRefusal {
    fileprivate static let wrongPassword = AccountRefusal.invalid([
        .init(field: "password", message: "Not your password.", expected: "the password you sign in with")
    ])
}
