import GridModel
import Identity
import Operations
import Persistence
import Synchronization
import Testing

@Suite struct ManageInvitationsTests {
    let office: TenantOffice
    private let clock: Clock

    private final class Clock: Sendable {
        let now: Mutex<Timestamp>
        init(_ now: Timestamp) { self.now = Mutex(now) }
    }

    init() async throws {
        office = try await TenantOffice()
        clock = Clock(office.now)
    }

    private var invitations: ManageInvitations {
        ManageInvitations(
            database: office.database, scope: office.scope, links: InvitationLinks(publicURL: "https://grid.example"),
            now: { [clock] in clock.now.withLock { $0 } })
    }

    private func token(_ body: String) throws -> String {
        let link = try #require(body.firstMatch(of: /https:\/\/grid\.example\/invitation\?token=([A-Za-z0-9_-]{43})/))
        return String(link.1)
    }

    private func isStored(_ token: String) async throws -> Bool {
        let hash = SecretToken(text: token).hash
        return try await office.database.read(office.scope) { session in
            try session.connection.firstRow(
                "SELECT 1 FROM invitations WHERE token_hash = $1", [hash.sql]
            ) { _ in true } ?? false
        }
    }

    @Test func mailCarriesALinkOfWhichOnlyTheHashIsStored() async throws {
        let made = try await invitations.create(email: "New@Example.com", role: "viewer", by: office.adminGrantor)
        #expect(made.email == "new@example.com" && made.expiresAt == office.now + 7 * 86_400)
        let mail = try await office.mail()
        #expect(mail.map { $0.recipient } == ["new@example.com"])
        #expect(mail[0].subject == "Invitation to office on UrbanGrid" && mail[0].body.contains("as Viewer"))
        let token = try token(mail[0].body)
        #expect(try await isStored(token))
        let entries = try await AuditQueries(database: office.database, scope: office.scope).list(
            AuditFilter(), before: nil, limit: 5)
        #expect(entries.map(\.event.action) == ["invitation.create"])
        let after = try #require(entries[0].event.after)
        #expect(after.contains("new@example.com") && !after.contains(token))
    }

    @Test(arguments: [
        "", "nobody", "a@b", "a b@example.com", "a@example.com\nBcc: x@example.com", "a@@example.com", "@example.com",
    ])
    func whatIsNoAddressGetsNoMail(email: String) async throws {
        await #expect(throws: MemberRefusal.self) {
            try await invitations.create(email: email, role: "viewer", by: office.adminGrantor)
        }
        #expect(try await office.mail().isEmpty)
    }

    @Test func membersAndThoseWhoAreAskedAlreadyAreNotAskedAgain() async throws {
        await #expect(throws: MemberRefusal.isMember("op@example.com")) {
            try await invitations.create(email: "op@example.com", role: "viewer", by: office.adminGrantor)
        }
        _ = try await invitations.create(email: "new@example.com", role: "viewer", by: office.adminGrantor)
        await #expect(throws: MemberRefusal.isInvited("new@example.com")) {
            try await invitations.create(email: "NEW@example.com", role: "admin", by: office.adminGrantor)
        }
        // Once it has expired, they may be.
        clock.now.withLock { $0 = $0 + 8 * 86_400 }
        _ = try await invitations.create(email: "new@example.com", role: "viewer", by: office.adminGrantor)
        #expect(try await invitations.list(before: nil, limit: 9).count == 2)
    }

    @Test func nobodyInvitesToMoreThanTheyHave() async throws {
        let helper = Grantor(actor: .tester, user: nil, permissions: [.usersWrite, .gridRead, .readingsExport])
        _ = try await invitations.create(email: "v@example.com", role: "viewer", by: helper)
        await #expect(throws: MemberRefusal.self) {
            try await invitations.create(email: "a@example.com", role: "admin", by: helper)
        }
        #expect(try await office.mail().count == 1)
    }

    @Test func sendingAgainMakesTheFirstLinkUseless() async throws {
        let made = try await invitations.create(email: "new@example.com", role: "viewer", by: office.adminGrantor)
        await #expect(throws: MemberRefusal.tooSoon(60)) {
            try await invitations.resend(made.id, by: office.adminGrantor)
        }
        clock.now.withLock { $0 = $0 + 61 }
        let again = try await invitations.resend(made.id, by: office.adminGrantor)
        #expect(again?.expiresAt == office.now + 61 + 7 * 86_400)
        let mail = try await office.mail()
        #expect(mail.count == 2)
        let (first, second) = (try token(mail[0].body), try token(mail[1].body))
        #expect(try await !isStored(first))
        #expect(try await isStored(second))
        #expect(try await invitations.resend(InvitationID(99), by: office.adminGrantor) == nil)
    }

    @Test func revokedInvitationIsOverForGood() async throws {
        let made = try await invitations.create(email: "new@example.com", role: "viewer", by: office.adminGrantor)
        #expect(try await invitations.revoke(made.id, by: office.adminGrantor))
        #expect(try await !invitations.revoke(InvitationID(99), by: office.adminGrantor))
        clock.now.withLock { $0 = $0 + 61 }
        await #expect(throws: MemberRefusal.notOpen) { try await invitations.resend(made.id, by: office.adminGrantor) }
        await #expect(throws: MemberRefusal.notOpen) { try await invitations.revoke(made.id, by: office.adminGrantor) }
        #expect(try await invitations.list(before: nil, limit: 9).first?.revokedAt == office.now)
    }
}
