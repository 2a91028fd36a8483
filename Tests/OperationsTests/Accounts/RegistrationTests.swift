import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct RegistrationTests {
    private let here = TestInstallation.here

    private func draft(
        _ email: String, _ password: String = TestInstallation.password, invitation: String? = nil, name: String = "Ada"
    ) -> NewAccount {
        NewAccount(email: email, name: name, password: password, invitation: invitation)
    }

    /// As an administrator of the tenant does.
    private func invite(_ installation: TestInstallation, _ email: String, role: String = "viewer") async throws
        -> String
    {
        let (token, now) = (SecretToken(), installation.clock.now)
        _ = try await installation.database.write(installation.scope) {
            try InvitationRepository($0).insert(
                email: email, role: role, tokenHash: token.hash, invitedBy: nil, at: now, expiresAt: now + 7 * 86_400)
        }
        return token.text
    }

    @Test func anAccountIsOpenedByTheLinkOfItsMail() async throws {
        let installation = try await TestInstallation()
        let register = RegisterAccount(installation.parts)
        try await register(draft("Ada@Example.com"), here)
        await #expect(throws: AccountRefusal.emailNotVerified) { try await installation.signIn("ada@example.com") }
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await installation.signIn("ada@example.com", "wrong one here")
        }
        let mail = try #require(try await installation.mail().last)
        #expect(mail.recipient == "ada@example.com")
        let token = try await installation.lastToken()
        try await register.verify(token, here)
        await #expect(throws: AccountRefusal.self) { try await register.verify(token, here) }
        let grant = try await installation.signIn("ada@example.com")
        #expect(grant.profile.tenant == nil && grant.profile.permissions.isEmpty)
        #expect(try await installation.audited().starts(with: ["signingKey.create done", "user.register done"]))
    }

    @Test func nobodyLearnsWhetherThereIsAnAccount() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        try await RegisterAccount(installation.parts)(draft("ada@example.com", "another password of a stranger"), here)
        #expect(try await installation.mail().map(\.subject) == ["UrbanGrid: You have an account already"])
        _ = try await installation.signIn("ada@example.com")
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await installation.signIn(
                "ada@example.com", "another password of a stranger", TestInstallation.elsewhere)
        }
    }

    /// Whoever follows the link has the mailbox, and gets what they asked for: whoever registered the address before
    /// or after gets nothing.
    @Test(arguments: [0, 1]) func aLinkOpensTheAccountThatItsOwnRegistrationAskedFor(place: Int) async throws {
        let installation = try await TestInstallation()
        let register = RegisterAccount(installation.parts)
        let passwords = ["the password of a stranger", "the password of somebody else"]
        var links: [String] = []
        for (index, password) in passwords.enumerated() {
            try await register(draft("ada@example.com", password, name: "Number \(index)"), here)
            links.append(try await installation.lastToken())
        }
        try await register.verify(links[place], here)
        let grant = try await installation.signIn("ada@example.com", passwords[place])
        #expect(grant.profile.name == "Number \(place)")
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await installation.signIn("ada@example.com", passwords[1 - place], TestInstallation.elsewhere)
        }
        await #expect(throws: AccountRefusal.self) { try await register.verify(links[1 - place], here) }
    }

    @Test func anInvitationTakesOverWhatAStrangerHadBegun() async throws {
        let installation = try await TestInstallation()
        let register = RegisterAccount(installation.parts)
        try await register(draft("ada@example.com", "the password of a stranger"), here)
        let strange = try await installation.lastToken()
        let token = try await invite(installation, "ada@example.com", role: "operator")
        try await register(draft("ada@example.com", invitation: token, name: "Ada"), here)
        let grant = try await installation.signIn("ada@example.com")
        #expect(grant.profile.tenant?.role == "operator" && grant.profile.name == "Ada")
        await #expect(throws: AccountRefusal.self) { try await register.verify(strange, here) }
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await installation.signIn("ada@example.com", "the password of a stranger", TestInstallation.elsewhere)
        }
    }

    @Test func linksExpireAndAreSentAgain() async throws {
        let installation = try await TestInstallation()
        let register = RegisterAccount(installation.parts)
        try await register(draft("ada@example.com"), here)
        let old = try await installation.lastToken()
        installation.clock.now = installation.clock.now + 86_400
        await #expect(throws: AccountRefusal.self) { try await register.verify(old, here) }
        try await register.resend(to: "ada@example.com")
        try await register.resend(to: "nobody@example.com")
        try await register.resend(to: "no address")
        #expect(try await installation.mail().map(\.subject).last == "UrbanGrid: Finish your account")
        #expect(try await installation.mail().count == 2)
        // Anybody can ask for it: whoever has the mailbox chooses the password.
        try await ChangePassword(installation.parts).reset(
            try await installation.lastToken(), to: "a phrase chosen by the mailbox", here)
        _ = try await installation.signIn("ada@example.com", "a phrase chosen by the mailbox")
    }

    @Test func askingForOneKindOfMailKeepsNobodyFromAnother() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        for _ in 0..<20 {
            try await RegisterAccount(installation.parts).resend(to: "ada@example.com")
            try await RegisterAccount(installation.parts)(draft("ada@example.com"), here)
        }
        try await ChangePassword(installation.parts).forgot("ada@example.com", here)
        #expect(try await installation.mail().last?.subject == "UrbanGrid: Choose a new password")
    }

    @Test func nobodysMailboxIsFlooded() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        for _ in 0..<20 { try await ChangePassword(installation.parts).forgot("ada@example.com", here) }
        #expect(try await installation.mail().count == 4)
    }

    @Test func namesEveryWrongField() async throws {
        let installation = try await TestInstallation()
        do {
            try await RegisterAccount(installation.parts)(draft("nowhere", "short", name: "\n"), here)
            Issue.record("It was taken")
        } catch AccountRefusal.invalid(let faults) {
            #expect(faults.map(\.field) == ["email", "name", "password"])
        }
    }

    @Test func keepsToWhatTheInstallationAllows() async throws {
        let closed = try await TestInstallation(registration: .closed)
        await #expect(throws: AccountRefusal.forbidden("Accounts are made by whoever runs this installation.")) {
            try await RegisterAccount(closed.parts)(draft("ada@example.com"), here)
        }
        let invite = try await TestInstallation(registration: .invite)
        await #expect(throws: AccountRefusal.forbidden("An account is made with an invitation: ask for one.")) {
            try await RegisterAccount(invite.parts)(draft("ada@example.com"), here)
        }
    }

    @Test func anInvitationMakesAnAccountThatBelongsToTheTenant() async throws {
        let installation = try await TestInstallation(registration: .invite)
        let register = RegisterAccount(installation.parts)
        let token = try await invite(installation, "ada@example.com", role: "operator")
        let offer = try await AcceptInvitation(installation.parts).offer(token)
        #expect(offer?.tenantName == "town" && offer?.roleName == "Operator" && offer?.email == "ada@example.com")
        do {
            try await register(draft("eve@example.com", invitation: token), here)
            Issue.record("It was taken for another address")
        } catch AccountRefusal.invalid(let faults) { #expect(faults.map(\.field) == ["invitation"]) }
        try await register(draft("ada@example.com", invitation: token), here)
        #expect(try await installation.signIn("ada@example.com").profile.tenant?.role == "operator")
        #expect(try await AcceptInvitation(installation.parts).offer(token) == nil)
        await #expect(throws: AccountRefusal.self) {
            try await register(draft("ada@example.com", invitation: token), here)
        }
        let actions = try await installation.database.read(installation.scope) { session in
            try session.connection.rows(
                "SELECT action FROM audit_entries WHERE tenant_id = $1 ORDER BY entry_id", [session.scope.tenant.sql]
            ) { $0.text(0) }
        }
        #expect(actions == ["invitation.accept", "session.begin"])
    }

    @Test func somebodyWithAnAccountAcceptsAndNobodyElse() async throws {
        let installation = try await TestInstallation(registration: .invite)
        try await installation.add("eve@example.com")
        _ = try await installation.users.create(
            .init(
                email: "ada@example.com", name: "Ada", password: TestInstallation.password, tenant: nil, role: "",
                isPlatformOwner: true))
        let accept = AcceptInvitation(installation.parts)
        let token = try await invite(installation, "ada@example.com")
        let eve = try await installation.access(try await installation.signIn("eve@example.com"))
        await #expect(throws: AccountRefusal.self) { try await accept(token, eve, here) }
        // With an account there is no second one to make.
        await #expect(throws: AccountRefusal.self) {
            try await RegisterAccount(installation.parts)(draft("ada@example.com", invitation: token), here)
        }
        let grant = try await installation.signIn("ada@example.com")
        let ada = try await installation.access(grant)
        #expect(ada.isPlatformOwner && ada.scope == nil)
        #expect(try await accept(token, ada, here) == installation.scope.tenant)
        #expect(
            try await installation.signIn("ada@example.com").profile.permissions
                == BuiltInRole.viewer.permissions.sorted())
        await #expect(throws: AccountRefusal.self) { try await accept(token, ada, here) }
    }
}
