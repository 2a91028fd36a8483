import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct MemberListTests {
    let office: TenantOffice

    init() async throws {
        office = try await TenantOffice()
    }

    private var members: ManageMembers {
        ManageMembers(database: office.database, scope: office.scope, now: { [office] in office.now })
    }

    private func addresses(_ filter: MemberFilter, after: UserID? = nil, limit: Int = 9) async throws -> [String] {
        try await members.list(filter, after: after, limit: limit).map(\.account.email)
    }

    @Test func peopleAreFoundByAddressNameAndRoleAndOfTheirTenantAlone() async throws {
        let other = try await office.temporary.tenant("elsewhere")
        try await office.add("ada.other@example.com", role: "admin", to: other)
        let third = try await office.add("a_b%c@example.com", role: "viewer", to: office.scope)
        try await office.database.writeUnscoped { connection in
            try connection.run("UPDATE users SET name = 'Vera Quist' WHERE user_id = $1", [third.sql])
        }
        #expect(try await addresses(MemberFilter(search: "ADA")) == ["ada@example.com"])
        #expect(try await addresses(MemberFilter(search: "quist")) == ["a_b%c@example.com"])
        #expect(try await addresses(MemberFilter(search: "b%c")) == ["a_b%c@example.com"])
        // Neither is any text, nor any character.
        #expect(try await addresses(MemberFilter(search: "ad%example")) == [])
        #expect(try await addresses(MemberFilter(search: "a_a")) == [])
        #expect(try await addresses(MemberFilter(role: "operator")) == ["op@example.com"])
        #expect(try await addresses(MemberFilter(search: "example.com", role: "operator")) == ["op@example.com"])
        let first = try await addresses(MemberFilter(search: "example.com"), limit: 1)
        #expect(first == ["ada@example.com"])
        #expect(try await addresses(MemberFilter(search: "example.com"), after: office.admin).count == 2)
    }

    @Test func whatSomebodyMadeEndsWithThemWhenThatIsAsked() async throws {
        let helper = Grantor(
            actor: Actor(kind: .user, id: office.operator.description, name: "op@example.com"), user: office.operator,
            permissions: [.keysWrite, .gridRead, .usersWrite])
        try await office.give(office.operator, "helper", helper.permissions)
        let keys = ManageAPIKeys(database: office.database, scope: office.scope, now: { [office] in office.now })
        let invitations = ManageInvitations(
            database: office.database, scope: office.scope, links: InvitationLinks(publicURL: "https://grid.example"),
            now: { [office] in office.now })
        let theirs = try await keys.make(APIKeyDraft(name: "theirs", scopes: ["grid.read"]), by: helper).key
        let admins = try await keys.make(APIKeyDraft(name: "admin's", scopes: ["grid.read"]), by: office.adminGrantor)
        try await office.give(office.operator, "helper", [.gridRead, .usersWrite])
        let sent = try await invitations.create(email: "friend@example.com", role: "helper", by: helper)
        // Whoever may not revoke keys removes nobody's with them.
        let keyless = Grantor(
            actor: .tester, user: office.admin,
            permissions: BuiltInRole.admin.permissions.subtracting([.keysWrite]))
        await #expect(throws: MemberRefusal.beyondOwnPermissions("keys.write")) {
            try await members.remove(office.operator, revoking: [.apiKeys], by: keyless)
        }
        #expect(try await members.member(office.operator) != nil)
        #expect(
            try await members.remove(
                office.operator, revoking: [.apiKeys, .invitations], by: office.adminGrantor))
        let queries = APIKeyQueries(database: office.database, scope: office.scope, now: { [office] in office.now })
        #expect(try await queries.key(theirs.id)?.revokedAt == office.now)
        #expect(try await queries.key(admins.key.id)?.revokedAt == nil)
        #expect(try await invitations.list(before: nil, limit: 9).map(\.revokedAt) == [office.now])
        let log = try await AuditQueries(database: office.database, scope: office.scope).named(
            AuditFilter(), before: nil, limit: 3)
        #expect(log.map(\.entry.event.action) == ["invitation.revoke", "apiKey.revoke", "member.remove"])
        #expect(log.map(\.objectName) == ["friend@example.com", "theirs", "op@example.com"])
        #expect(log[0].entry.event.objectID == sent.id.description)
    }

    @Test func invitationsAreFoundByStateAndByWhoSentThem() async throws {
        let invitations = ManageInvitations(
            database: office.database, scope: office.scope, links: InvitationLinks(publicURL: "https://grid.example"),
            now: { [office] in office.now })
        let first = try await invitations.create(email: "a@example.com", role: "viewer", by: office.adminGrantor)
        let second = try await invitations.create(email: "b@example.com", role: "viewer", by: .operating(.tester))
        #expect(try await invitations.revoke(second.id, by: office.adminGrantor))
        func found(_ filter: InvitationFilter) async throws -> [InvitationID] {
            try await invitations.list(filter, before: nil, limit: 9).map(\.id)
        }
        #expect(try await found(InvitationFilter(state: .open)) == [first.id])
        #expect(try await found(InvitationFilter(state: .revoked)) == [second.id])
        #expect(try await found(InvitationFilter(state: .accepted)) == [])
        #expect(try await found(InvitationFilter(invitedBy: office.admin)) == [first.id])
        let later = ManageInvitations(
            database: office.database, scope: office.scope, links: InvitationLinks(publicURL: "https://grid.example"),
            now: { [office] in office.now + ManageInvitations.lifetimeSeconds })
        #expect(try await later.list(InvitationFilter(state: .expired), before: nil, limit: 9).map(\.id) == [first.id])
        #expect(try await later.list(InvitationFilter(state: .open), before: nil, limit: 9) == [])
    }
}
