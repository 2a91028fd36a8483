import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct PasswordChangeTests {
    private let here = TestInstallation.here
    private let fresh = "four copper lanterns hum"

    @Test func changingItEndsEveryOtherSession() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let own = try await installation.signIn("ada@example.com")
        let other = try await installation.signIn("ada@example.com")
        let access = try await installation.access(own)
        _ = try await installation.access(other)
        let change = ChangePassword(installation.parts)
        do {
            try await change(current: "not the password", new: fresh, access, here)
            Issue.record("It was taken")
        } catch AccountRefusal.invalid(let faults) { #expect(faults.map(\.field) == ["currentPassword"]) }
        do {
            try await change(current: TestInstallation.password, new: "password1234", access, here)
            Issue.record("It was taken")
        } catch AccountRefusal.invalid(let faults) { #expect(faults.map(\.field) == ["newPassword"]) }
        try await change(current: TestInstallation.password, new: fresh, access, here)
        #expect(try await installation.authenticate(own.accessToken, from: "x") != nil)
        #expect(try await installation.authenticate(other.accessToken, from: "x") == nil)
        await #expect(throws: AccountRefusal.notSignedIn) { try await installation.signIn("ada@example.com") }
        _ = try await installation.signIn("ada@example.com", fresh)
        #expect(try await installation.mail().last?.subject == "UrbanGrid: Your password was changed")
    }

    @Test func whoeverHasTheMailboxChoosesAnother() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let grant = try await installation.signIn("ada@example.com")
        let change = ChangePassword(installation.parts)
        try await change.forgot("nobody@example.com", here)
        #expect(try await installation.mail().isEmpty)
        try await change.forgot("ADA@example.com", here)
        let token = try await installation.lastToken()
        do {
            try await change.reset(token, to: "ada@example.com", here)
            Issue.record("It was taken")
        } catch AccountRefusal.invalid(let faults) { #expect(faults.map(\.field) == ["password"]) }
        try await change.reset(token, to: fresh, here)
        #expect(try await installation.authenticate(grant.accessToken, from: "x") == nil)
        _ = try await installation.signIn("ada@example.com", fresh)
        do {
            try await change.reset(token, to: "yet another password of mine", here)
            Issue.record("It was taken twice")
        } catch AccountRefusal.invalid(let faults) { #expect(faults.map(\.field) == ["token"]) }
    }

    @Test func linksExpireAfterAnHour() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let change = ChangePassword(installation.parts)
        try await change.forgot("ada@example.com", here)
        installation.clock.now = installation.clock.now + 3600
        await #expect(throws: AccountRefusal.self) {
            try await change.reset(try await installation.lastToken(), to: fresh, here)
        }
    }

    @Test func theCommandLineMakesALinkAndTakesThePasswordAway() async throws {
        let installation = try await TestInstallation()
        try await installation.add("ada@example.com")
        let link = try #require(try await installation.users.resetPassword("ada@example.com", to: nil))
        await #expect(throws: AccountRefusal.notSignedIn) { try await installation.signIn("ada@example.com") }
        let token = try #require(link.split(separator: "=").last.map(String.init))
        #expect(link.hasPrefix("https://grid.example/reset-password#token="))
        try await ChangePassword(installation.parts).reset(token, to: fresh, here)
        _ = try await installation.signIn("ada@example.com", fresh)
        #expect(try await installation.users.resetPassword("ada@example.com", to: TestInstallation.password) == nil)
        _ = try await installation.signIn("ada@example.com")
        await #expect(throws: AccountRefusal.self) {
            try await installation.users.resetPassword("x@example.com", to: nil)
        }
        await #expect(throws: AccountRefusal.self) { try await installation.add("ada@example.com") }
        await #expect(throws: AccountRefusal.self) { try await installation.add("bob@example.com", role: "king") }
    }
}
