import Crypto
import Foundation
import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct SecondFactorFlowTests {
    private let here = TestInstallation.here

    /// What an authenticator app shows now.
    private func code(_ installation: TestInstallation, _ secret: [UInt8]) -> String {
        let step = UInt64(installation.clock.now.secondsSinceEpoch / 30)
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        return String(format: "%06d", number % 1_000_000)
    }

    private func bytes(_ base32: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = base32.flatMap { character -> [UInt8] in
            let value = alphabet.firstIndex(of: character) ?? 0
            return (0..<5).map { UInt8(value >> (4 - $0) & 1) }
        }
        return stride(from: 0, to: bits.count - bits.count % 8, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | $1 }
        }
    }

    private func enrolled(_ installation: TestInstallation) async throws -> (
        secret: [UInt8], codes: [RecoveryCode], Access
    ) {
        try await installation.add("ada@example.com")
        let grant = try await installation.signIn("ada@example.com")
        let access = try await installation.access(grant)
        let factor = ManageSecondFactor(installation.parts)
        await #expect(throws: AccountRefusal.self) { try await factor.begin(Confirmation(), access, here) }
        let enrolment = try await factor.begin(TestInstallation.confirmation, access, here)
        // Nothing is asked for yet.
        let other = try await installation.signIn("ada@example.com")
        let secret = bytes(enrolment.secret)
        do {
            _ = try await factor.confirm("000000", access, here)
            Issue.record("A wrong code was taken")
        } catch AccountRefusal.invalid(let faults) { #expect(faults.map(\.field) == ["code"]) }
        let codes = try await factor.confirm(code(installation, secret), access, here)
        #expect(codes.count == 10 && Set(codes).count == 10)
        // Sessions that have not shown it end.
        #expect(try await installation.authenticate(other.accessToken, from: "192.0.2.1") == nil)
        installation.clock.now = installation.clock.now + 60
        return (secret, codes, try await installation.access(grant))
    }

    private func challenge(_ installation: TestInstallation) async throws -> String {
        let answer = try await SignIn(installation.parts)(
            email: "ada@example.com", password: TestInstallation.password, isPersistent: true, here)
        guard case .secondFactor(let challenge) = answer else { throw AccountRefusal.conflict("No code is asked for.") }
        return challenge
    }

    @Test func aCodeOfTheAuthenticatorLetsIn() async throws {
        let installation = try await TestInstallation()
        let (secret, _, _) = try await enrolled(installation)
        let signIn = SignIn(installation.parts)
        let challenge = try await challenge(installation)
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await signIn.secondFactor(challenge: challenge, code: "000000", here)
        }
        let grant = try await signIn.secondFactor(challenge: challenge, code: code(installation, secret), here)
        #expect(grant.keptSeconds != nil && grant.profile.hasSecondFactor)
        _ = try await installation.access(grant)
        // Neither the challenge nor the code is good again.
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await signIn.secondFactor(challenge: challenge, code: code(installation, secret), here)
        }
        let next = try await self.challenge(installation)
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await signIn.secondFactor(challenge: next, code: code(installation, secret), here)
        }
    }

    @Test func aRecoveryCodeLetsInOnce() async throws {
        let installation = try await TestInstallation()
        let (_, codes, access) = try await enrolled(installation)
        let signIn = SignIn(installation.parts)
        let typed = codes[3].text.lowercased().replacing("-", with: "")
        _ = try await signIn.secondFactor(challenge: try await challenge(installation), code: typed, here)
        let next = try await challenge(installation)
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await signIn.secondFactor(challenge: next, code: typed, here)
        }
        let fresh = try await ManageSecondFactor(installation.parts).renewCodes(
            TestInstallation.confirmation, access, here)
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await signIn.secondFactor(challenge: next, code: codes[4].text, here)
        }
        _ = try await signIn.secondFactor(challenge: next, code: fresh[0].text, here)
    }

    @Test func aChallengeTakesFiveCodesAndFiveMinutes() async throws {
        let installation = try await TestInstallation()
        let (secret, _, _) = try await enrolled(installation)
        let signIn = SignIn(installation.parts)
        let old = try await challenge(installation)
        installation.clock.now = installation.clock.now + 300
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await signIn.secondFactor(challenge: old, code: code(installation, secret), here)
        }
        let tried = try await challenge(installation)
        for _ in 0..<5 {
            await #expect(throws: AccountRefusal.notSignedIn) {
                try await signIn.secondFactor(challenge: tried, code: "000000", here)
            }
        }
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await signIn.secondFactor(challenge: tried, code: code(installation, secret), here)
        }
        // However many challenges somebody with the password begins, codes are tried ever more slowly.
        let next = try await challenge(installation)
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await signIn.secondFactor(challenge: next, code: "000000", here)
        }
        await #expect(throws: AccountRefusal.tooMany(4)) {
            try await signIn.secondFactor(challenge: next, code: code(installation, secret), here)
        }
        // Whoever has the authenticator is let in elsewhere.
        _ = try await signIn.secondFactor(
            challenge: next, code: code(installation, secret), TestInstallation.elsewhere)
    }

    @Test func isTakenAwayByThePassword() async throws {
        let installation = try await TestInstallation()
        let (_, _, access) = try await enrolled(installation)
        let factor = ManageSecondFactor(installation.parts)
        await #expect(throws: AccountRefusal.self) {
            try await factor.begin(TestInstallation.confirmation, access, here)
        }
        await #expect(throws: AccountRefusal.self) {
            try await factor.disable(Confirmation(password: "not it at all"), access, here)
        }
        try await factor.disable(TestInstallation.confirmation, access, here)
        _ = try await installation.signIn("ada@example.com")
        await #expect(throws: AccountRefusal.self) {
            try await factor.disable(TestInstallation.confirmation, access, here)
        }
    }

    /// Of somebody who signs in by another service and has no password here.
    @Test func aCodeConfirmsWhoeverHasNoPasswordOnceAndNotWithoutEnd() async throws {
        let installation = try await TestInstallation()
        let (secret, codes, access) = try await enrolled(installation)
        try await installation.takePassword(of: "ada@example.com")
        let sessions = ManageSessions(installation.parts)
        await #expect(throws: AccountRefusal.self) {
            try await sessions.endOthers(TestInstallation.confirmation, access, here)
        }
        let shown = Confirmation(code: code(installation, secret))
        _ = try await sessions.endOthers(shown, access, here)
        await #expect(throws: AccountRefusal.self) { try await sessions.endOthers(shown, access, here) }
        for _ in 0..<5 { _ = try? await sessions.endOthers(Confirmation(code: "000000"), access, here) }
        do {
            _ = try await sessions.endOthers(Confirmation(code: codes[0].text), access, here)
            Issue.record("Codes may be tried without an end")
        } catch AccountRefusal.tooMany(let seconds) { #expect(seconds > 0) }
        installation.clock.now = installation.clock.now + 3600
        try await ManageSecondFactor(installation.parts).disable(Confirmation(code: codes[0].text), access, here)
    }

    /// OWASP ASVS 5.0, 6.5.5: unless the installation says otherwise.
    @Test func aCodeThatIsShownNoMoreIsNotTaken() async throws {
        let installation = try await TestInstallation()
        let (secret, _, _) = try await enrolled(installation)
        let signIn = SignIn(installation.parts)
        let challenge = try await challenge(installation)
        let shown = code(installation, secret)
        installation.clock.now = installation.clock.now + 30
        await #expect(throws: AccountRefusal.notSignedIn) {
            try await signIn.secondFactor(challenge: challenge, code: shown, here)
        }
        _ = try await signIn.secondFactor(challenge: challenge, code: code(installation, secret), here)
    }

    // MARK: Demanded

    @Test func aTenantThatAsksForASecondFactorOpensOnlyOnesAccountWithoutIt() async throws {
        let installation = try await TestInstallation()
        try await installation.add("bob@example.com")
        let before = try await installation.signIn("bob@example.com")
        #expect(!before.profile.lacksSecondFactor)
        let manage = ManageSettings(database: installation.database, scope: installation.scope)
        var settings = try await manage.settings()
        settings.requiresSecondFactor = true
        _ = try await manage.set(settings, by: .tester)
        #expect(try await manage.settings().requiresSecondFactor)
        installation.authenticate.forget()
        let access = try await installation.access(before)
        #expect(access.lacksSecondFactor && access.permissions.isEmpty && access.scope == installation.scope)
        #expect(!access.allows(.permission(.gridRead)) && access.allows(.person))
        let other = try await installation.signIn("bob@example.com")
        #expect(other.profile.lacksSecondFactor && other.profile.permissions.isEmpty)

        let factor = ManageSecondFactor(installation.parts)
        let secret = bytes(try await factor.begin(TestInstallation.confirmation, access, here).secret)
        _ = try await factor.confirm(code(installation, secret), access, here)
        // They have shown it in this session; the other one has ended.
        let after = try await installation.access(before)
        #expect(after.hasSecondFactor && after.permissions == BuiltInRole.operator.permissions)
        #expect(try await AccountQueries(installation.parts).profile(after).permissions.isEmpty == false)
        #expect(try await installation.authenticate(other.accessToken, from: "192.0.2.1") == nil)
    }

    @Test func whoeverRunsTheInstallationCanBeAskedForOneToo() async throws {
        let installation = try await TestInstallation()
        try await installation.add("owner@example.com", isPlatformOwner: true)
        let grant = try await installation.signIn("owner@example.com")
        #expect(try await installation.access(grant).allows(.platformOwner))
        let strict = Authenticate(
            database: installation.database, tokens: installation.parts.tokens, ownersNeedSecondFactor: true,
            now: { installation.clock.now }, keys: { _, _ in nil })
        let access = try #require(try await strict(grant.accessToken, from: "192.0.2.1"))
        #expect(access.lacksSecondFactor && !access.allows(.platformOwner) && access.allows(.person))
    }
}
