import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct AuthenticateTests {
    @Test func remembersATokenForTenSecondsAtMost() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let grant = try await installation.signIn("ada@example.com")
        _ = try await installation.access(grant)
        // As another process does, whose notification is lost.
        _ = try await installation.database.writeUnscoped { try $0.run("UPDATE sessions SET ended_at = 1") }
        #expect(try await installation.authenticate(grant.accessToken, from: "x") != nil)
        installation.clock.now = installation.clock.now + 10
        #expect(try await installation.authenticate(grant.accessToken, from: "x") == nil)
    }

    @Test func forgetsAtOnceWhenItIsTold() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let grant = try await installation.signIn("ada@example.com")
        _ = try await installation.access(grant)
        try await installation.database.write(installation.scope) { session in
            guard let member = try MembershipRepository(session).list(after: nil, limit: 1).first else { return }
            _ = try MembershipRepository(session).set(role: "viewer", of: member.user)
        }
        #expect(try await installation.access(grant).permissions == BuiltInRole.operator.permissions)
        installation.authenticate.forget()
        #expect(try await installation.access(grant).permissions == BuiltInRole.viewer.permissions)
    }

    @Test func expiresWithTheToken() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let grant = try await installation.signIn("ada@example.com")
        installation.clock.now = installation.clock.now + 895
        _ = try await installation.access(grant)
        installation.clock.now = installation.clock.now + 5
        #expect(try await installation.authenticate(grant.accessToken, from: "x") == nil)
    }

    @Test func leavesKeysToTheirOwnDoor() async throws {
        let installation = try await TestInstallation()
        #expect(try await installation.authenticate("ugk_1_1_x", from: "x")?.principal == .apiKey(APIKeyID(1)))
        #expect(try await installation.authenticate("ugk_1_1_y", from: "x") == nil)
    }

    @Test func aRoleThatIsGoneGivesNothing() async throws {
        let installation = try await TestInstallation()
        let now = installation.clock.now
        try await installation.database.write(installation.scope) { session in
            try RoleRepository(session).save(
                CustomRole(code: "reader", name: "Reader", permissions: [.gridRead], createdAt: now, changedAt: now))
        }
        try await installation.add("ada@example.com", role: "reader")
        let grant = try await installation.signIn("ada@example.com")
        #expect(try await installation.access(grant).permissions == [.gridRead])
        #expect(grant.profile.tenant?.roleName == "Reader")
        try await installation.database.write(installation.scope) { _ = try RoleRepository($0).delete("reader") }
        installation.authenticate.forget()
        #expect(try await installation.access(grant).permissions == [])
    }

    @Test func keysToSignWithComeAndGo() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        installation.clock.now = installation.clock.now + 90 * 86_400 - 60
        try await installation.parts.tokens.refresh()
        let count = try await installation.database.readUnscoped { try SigningKeyRepository(platform: $0).all().count }
        #expect(count == 1)
        let before = try await installation.signIn("ada@example.com")
        installation.clock.now = installation.clock.now + 60
        try await installation.parts.tokens.refresh()
        // The new key signs, the old one still verifies.
        #expect(try await installation.authenticate(before.accessToken, from: "x") != nil)
        let stored = try await installation.database.readUnscoped { try SigningKeyRepository(platform: $0).all() }
        #expect(stored.count == 2 && stored[0].retiredAt == nil && stored[1].retiredAt != nil)
        let after = try await installation.signIn("ada@example.com")
        #expect(try await installation.authenticate(after.accessToken, from: "x") != nil)
    }

    @Test func anotherMasterKeyOpensNothingAndAddsNothing() async throws {
        let installation = try await TestInstallation()
        let other = try #require(MasterKey(bytes: MasterKey.makeBytes()))
        let clock = installation.clock
        clock.now = clock.now + 91 * 86_400
        await #expect(throws: SealError.self) {
            try await AccessTokens(
                database: installation.database, keys: MasterKeyRing(current: other), issuer: "x", now: { clock.now })
        }
        let count = try await installation.database.readUnscoped { try SigningKeyRepository(platform: $0).all().count }
        #expect(count == 1)
    }
}
