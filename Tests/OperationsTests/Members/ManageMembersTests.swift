import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct ManageMembersTests {
    let office: TenantOffice

    init() async throws {
        office = try await TenantOffice()
    }

    private var members: ManageMembers {
        ManageMembers(database: office.database, scope: office.scope, now: { [office] in office.now })
    }

    @Test func listsPeopleWithTheirAccountsAndNoOtherTenants() async throws {
        let other = try await office.temporary.tenant("elsewhere")
        try await office.add("stranger@example.com", role: "admin", to: other)
        let found = try await members.list(after: nil, limit: 10)
        #expect(found.map(\.account.email) == ["ada@example.com", "op@example.com"])
        #expect(found.map(\.membership.role) == ["admin", "operator"])
        #expect(try await members.list(after: found[0].membership.user, limit: 10).count == 1)
    }

    @Test func whatSomebodyDoesInAnotherTenantIsNotSeen() async throws {
        let other = try await office.temporary.tenant("elsewhere")
        try await office.database.writeUnscoped { [office] connection in
            for (id, tenant, at) in [("a", office.scope.tenant, 100), ("b", other.tenant, 900)]
                as [(String, TenantID, Int64)]
            {
                try connection.run(
                    """
                    INSERT INTO sessions (session_id, user_id, active_tenant_id, refresh_hash, method, is_persistent,
                        address, user_agent, created_at, last_used_at, expires_at)
                    VALUES ($1, $2, $3, $4, 'password', 0, '', '', 0, $5, 1000)
                    """, [id.sql, office.operator.sql, tenant.sql, [UInt8](id.utf8).sql, at.sql])
            }
        }
        let seen = try await members.member(office.operator)?.account.lastSeenAt
        #expect(seen == Timestamp(secondsSinceEpoch: 100))
    }

    @Test func lastAdminStaysOne() async throws {
        await #expect(throws: MemberRefusal.lastAdmin) {
            try await members.change(office.admin, role: "viewer", by: office.adminGrantor)
        }
        await #expect(throws: MemberRefusal.lastAdmin) {
            try await members.remove(office.admin, by: office.adminGrantor)
        }
        let second = try await members.change(office.operator, role: "admin", by: office.adminGrantor)
        #expect(second?.membership.role == "admin")
        #expect(try await members.remove(office.admin, by: office.adminGrantor))
        #expect(try await members.list(after: nil, limit: 10).map(\.membership.user) == [office.operator])
    }

    @Test func nobodyGivesOrTakesAwayMoreThanTheyHave() async throws {
        let permissions: Set<Permission> = [.usersRead, .usersWrite, .gridRead]
        try await office.give(office.operator, "helper", permissions)
        let helper = Grantor(actor: .tester, user: office.operator, permissions: permissions)
        await #expect(throws: MemberRefusal.beyondOwnPermissions("readings.export")) {
            try await members.change(office.operator, role: "viewer", by: helper)
        }
        await #expect(throws: MemberRefusal.self) { try await members.remove(office.admin, by: helper) }
        // Whoever wants to may leave.
        #expect(try await members.remove(office.operator, by: helper))
    }

    @Test func whatWasTakenSinceTheRequestWasAdmittedIsNotGivenAnyMore() async throws {
        let second = try await office.add("second@example.com", role: "admin", to: office.scope)
        let admitted = Grantor(actor: .tester, user: second, permissions: BuiltInRole.admin.permissions)
        let roles = ManageRoles(database: office.database, scope: office.scope, now: { office.now })
        _ = try await members.change(second, role: "viewer", by: office.adminGrantor)
        await #expect(throws: MemberRefusal.mayNoMore(.usersWrite)) {
            try await members.change(second, role: "admin", by: admitted)
        }
        await #expect(throws: MemberRefusal.mayNoMore(.usersWrite)) {
            try await members.remove(office.operator, by: admitted)
        }
        await #expect(throws: MemberRefusal.mayNoMore(.rolesWrite)) {
            try await roles.create(code: "late", name: "Late", permissions: [.gridRead], by: admitted)
        }
        // What is left to them they may still give.
        try await office.give(second, "helper", [.usersWrite, .gridRead])
        await #expect(throws: MemberRefusal.self) { try await members.change(second, role: "admin", by: admitted) }
        #expect(try await members.remove(second, by: office.adminGrantor))
        await #expect(throws: MemberRefusal.mayNoMore(.rolesWrite)) {
            try await roles.create(code: "late", name: "Late", permissions: [.gridRead], by: admitted)
        }
    }

    @Test func roleMustExistAndMemberToo() async throws {
        await #expect(throws: MemberRefusal.self) {
            try await members.change(office.operator, role: "wizard", by: office.adminGrantor)
        }
        #expect(try await members.change(UserID(99), role: "viewer", by: office.adminGrantor) == nil)
        #expect(try await !members.remove(UserID(99), by: office.adminGrantor))
    }

    @Test func customRolesAreMadeOfWhatTheirMakerHas() async throws {
        let roles = ManageRoles(database: office.database, scope: office.scope, now: { office.now })
        let limited = Grantor(actor: .tester, user: nil, permissions: [.rolesWrite, .gridRead])
        await #expect(throws: MemberRefusal.beyondOwnPermissions("audit.read")) {
            try await roles.create(code: "spy", name: "Spy", permissions: [.gridRead, .auditRead], by: limited)
        }
        let made = try await roles.create(code: "planner", name: "Planner", permissions: [.gridRead], by: limited)
        #expect(made.permissions == [.gridRead] && !made.isBuiltIn)
        await #expect(throws: MemberRefusal.roleIsTaken("planner")) {
            try await roles.create(code: "planner", name: "P", permissions: [.gridRead], by: limited)
        }
        await #expect(throws: MemberRefusal.roleIsTaken("admin")) {
            try await roles.create(code: "admin", name: "P", permissions: [.gridRead], by: limited)
        }
        await #expect(throws: MemberRefusal.self) {
            try await roles.create(code: "No Code", name: "", permissions: [], by: limited)
        }
        _ = try await members.change(office.operator, role: "planner", by: office.adminGrantor)
        await #expect(throws: MemberRefusal.roleIsInUse(members: 1, invitations: 0)) {
            try await roles.delete("planner", by: office.adminGrantor)
        }
        let grown = try await roles.change(
            "planner", name: "Planner", permissions: [.gridRead, .auditRead], by: office.adminGrantor)
        #expect(grown?.permissions == [.auditRead, .gridRead])
        // It holds more than they have, and they take that away from nobody; a new name is theirs to give.
        #expect(
            try await roles.change("planner", name: "P", permissions: [.gridRead, .auditRead], by: limited)?.name == "P"
        )
        await #expect(throws: MemberRefusal.beyondOwnPermissions("audit.read")) {
            try await roles.change("planner", name: "P", permissions: [.gridRead], by: limited)
        }
        _ = try await members.change(office.operator, role: "viewer", by: office.adminGrantor)
        #expect(try await roles.delete("planner", by: office.adminGrantor))
        #expect(try await !roles.delete("admin", by: office.adminGrantor))
        #expect(try await roles.change("viewer", name: "V", permissions: [.gridRead], by: office.adminGrantor) == nil)
        #expect(try await roles.list().map(\.code) == ["admin", "operator", "viewer"])
    }

    @Test func everyChangeIsAuditedAndToldToEveryProcess() async throws {
        var told = office.database.notifications(on: .identity).makeAsyncIterator()
        _ = try await members.change(office.operator, role: "viewer", by: office.adminGrantor)
        if office.temporary.engine == .sqlite { #expect(await told.next() != nil) }
        let entries = try await AuditQueries(database: office.database, scope: office.scope).list(
            AuditFilter(), before: nil, limit: 5)
        #expect(entries.map(\.event.action) == ["member.changeRole"])
        #expect(entries[0].event.before == #"{"email":"op@example.com","role":"operator"}"#)
        #expect(entries[0].event.after == #"{"email":"op@example.com","role":"viewer"}"#)
    }
}
