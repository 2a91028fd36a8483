import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct SignInTests {
    @Test func letsSomebodyInWithWhatTheirRoleAllows() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let grant = try await installation.signIn(" ada@example.com".trimmingPrefix(" ").uppercased())
        #expect(grant.profile.tenant?.roleName == "Operator")
        #expect(grant.expiresInSeconds == 900 && grant.keptSeconds == nil)
        let access = try await installation.access(grant)
        #expect(access.scope == installation.scope)
        #expect(access.permissions == BuiltInRole.operator.permissions)
        #expect(access.name == "ada@example.com" && !access.isPlatformOwner)
        #expect(try await installation.audited().last == "session.begin done")
    }

    @Test(arguments: [
        ("ada@example.com", "wrong password here"), ("nobody@example.com", TestInstallation.password),
        ("no address", "x"),
    ])
    func refusesAllOthersAlike(email: String, password: String) async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        await #expect(throws: AccountRefusal.notSignedIn) { try await installation.signIn(email, password) }
        #expect(try await installation.audited().last == "session.begin refused")
    }

    @Test func keepsDisabledAccountsOutAndEndsTheirSessions() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let grant = try await installation.signIn("ada@example.com")
        _ = try await installation.access(grant)
        try await installation.users.set(isDisabled: true, "ada@example.com")
        installation.authenticate.forget()
        #expect(try await installation.authenticate(grant.accessToken, from: "192.0.2.1") == nil)
        await #expect(throws: AccountRefusal.notSignedIn) { try await installation.signIn("ada@example.com") }
        try await installation.users.set(isDisabled: false, "ada@example.com")
        _ = try await installation.signIn("ada@example.com")
    }

    @Test func whoeverGuessesFromOneAddressKeepsNobodyOutElsewhere() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        var waits = 0
        for _ in 0..<20 {
            do {
                _ = try await installation.signIn("ada@example.com", "a wrong password")
            } catch AccountRefusal.tooMany { waits += 1 } catch AccountRefusal.notSignedIn {}
        }
        #expect(waits == 14)
        // The right password has to wait there too: otherwise guessing would go on.
        await #expect(throws: AccountRefusal.tooMany(2)) { try await installation.signIn("ada@example.com") }
        _ = try await installation.signIn("ada@example.com", TestInstallation.password, TestInstallation.elsewhere)
        installation.clock.now = installation.clock.now + 2
        _ = try await installation.signIn("ada@example.com")
    }

    @Test func manyGuessesAtOnceAreCountedEachBeforeTheyAreChecked() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let checked = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<30 {
                group.addTask {
                    do {
                        _ = try await installation.signIn("ada@example.com", "a wrong password")
                        return true
                    } catch { return error as? AccountRefusal == .notSignedIn }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(checked == 6)
    }

    @Test func unknownAccountsWaitAsKnownOnesDo() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        func refusals(_ email: String, _ visitor: Visitor) async -> [AccountRefusal] {
            var refusals: [AccountRefusal] = []
            for _ in 0..<8 {
                do { _ = try await installation.signIn(email, "a wrong password", visitor) } catch {
                    if let refusal = error as? AccountRefusal { refusals.append(refusal) }
                }
            }
            return refusals
        }
        let known = await refusals("ada@example.com", TestInstallation.here)
        #expect(known.count == 8)
        #expect(await refusals("nobody@example.com", TestInstallation.elsewhere) == known)
    }

    @Test func aSuccessClearsTheWaitButNotOtherFailures() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        for _ in 0..<4 {
            await #expect(throws: AccountRefusal.notSignedIn) {
                try await installation.signIn("ada@example.com", "a wrong password")
            }
        }
        for _ in 0..<10 { _ = try await installation.signIn("ada@example.com") }
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await installation.signIn("ada@example.com", "a wrong password")
        }
    }

    @Test func renewsAHashThatWasMadeWithLessWork() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let weak = try PasswordHash(TestInstallation.password, cost: .init(logRounds: 2, blockSize: 1, parallelism: 1))
        try await installation.database.writeUnscoped { connection in
            let users = UserRepository(platform: connection)
            guard let user = try users.user(email: "ada@example.com") else { return }
            try users.set(passwordHash: weak.description, of: user.id, at: .epoch)
        }
        _ = try await installation.signIn("ada@example.com")
        let stored = try await installation.database.readUnscoped {
            try UserRepository(platform: $0).user(email: "ada@example.com")?.passwordHash
        }
        #expect(stored?.hasPrefix("$scrypt$ln=4,") == true)
        _ = try await installation.signIn("ada@example.com")
    }
}
