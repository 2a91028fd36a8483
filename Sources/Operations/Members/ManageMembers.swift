package import GridModel
package import Identity
package import Persistence

/// Somebody who belongs to a tenant, as its administrators see them.
package struct MemberRecord: Hashable, Sendable {
    package let membership: Membership
    package let account: UserName

    package init(membership: Membership, account: UserName) {
        self.membership = membership
        self.account = account
    }
}

/// Shows who belongs to a tenant, changes their roles, and removes them.
///
/// A tenant always has an Admin: the last one can neither be removed nor become something else.
package struct ManageMembers: Sendable {
    private let database: any Database
    private let scope: TenantScope
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: the wall clock.
    package init(database: any Database, scope: TenantScope, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.scope = scope
        self.now = now
    }

    /// By number.
    package func list(
        _ filter: MemberFilter = MemberFilter(), after: UserID?, limit: Int
    ) async throws -> [MemberRecord] {
        if filter.search != nil {
            return try await named(
                try await database.readUnscoped { [scope] in
                    try MembershipRepository.search(filter, of: scope.tenant, after: after, limit: limit, platform: $0)
                })
        }
        return try await named(
            try await database.read(scope) {
                try MembershipRepository($0).list(role: filter.role, after: after, limit: limit)
            })
    }

    /// Nil without such a member.
    package func member(_ user: UserID) async throws -> MemberRecord? {
        guard let member = try await database.read(scope, { try MembershipRepository($0).membership(user) }) else {
            return nil
        }
        return try await named([member]).first
    }

    /// - Returns: the member after the change; nil without such a member.
    /// - Throws: `MemberRefusal`
    package func change(
        _ user: UserID, role: String, by grantor: Grantor,
        if precondition: @escaping Precondition<MemberRecord> = { _ in }
    ) async throws -> MemberRecord? {
        let changed = try await database.administer(scope) { session -> Membership? in
            let members = MembershipRepository(session)
            let grantor = try grantor.standing(session, needing: .usersWrite)
            guard let member = try members.membership(user) else { return nil }
            try Self.require(precondition, of: member, session)
            try Self.check(role, session, grantor)
            if member.role == role { return member }
            try Self.checkMayTakeAway(member, session, grantor)
            _ = try members.set(role: role, of: user)
            try session.audit(
                "member.changeRole", by: grantor.actor, on: "user", user,
                before: try Self.audited(member, session), after: try Self.audited(member, role: role, session))
            try session.connection.notify(.identity)
            return try members.membership(user)
        }
        guard let changed else { return nil }
        return try await named([changed]).first
    }

    /// The account stays, and what it belongs to elsewhere.
    /// - Parameter revoked: what of theirs ends with them, in the same transaction.
    /// - Returns: whether there was such a member.
    /// - Throws: `MemberRefusal`
    package func remove(
        _ user: UserID, revoking revoked: Set<Leftover> = [], by grantor: Grantor,
        if precondition: @escaping Precondition<MemberRecord> = { _ in }
    ) async throws -> Bool {
        let now = now()
        return try await database.administer(scope) { session in
            let members = MembershipRepository(session)
            let grantor = try grantor.standing(session, needing: .usersWrite)
            guard let member = try members.membership(user) else { return false }
            try Self.require(precondition, of: member, session)
            // Whoever wants to may leave.
            if user != grantor.user || member.role == BuiltInRole.admin.rawValue {
                try Self.checkMayTakeAway(member, session, grantor)
            }
            let audited = try Self.audited(member, session)
            let leftovers = try Leftovers(of: user, revoked, session, by: grantor, at: now)
            _ = try members.remove(user)
            try session.audit("member.remove", by: grantor.actor, on: "user", user, before: audited)
            try leftovers.audit(session, by: grantor.actor, at: now)
            try session.connection.notify(.identity)
            return true
        }
    }

    /// Refuses a role that does not exist or that allows more than the grantor may.
    static func check(_ role: String, _ session: TenantSession, _ grantor: Grantor) throws {
        let roles = RoleRepository(session)
        guard let permissions = try roles.permissions(of: role) else {
            let known = BuiltInRole.allCases.map(\.rawValue) + (try roles.all().map(\.code))
            throw MemberRefusal.invalid([
                FieldFault(
                    field: "role", message: "There is no role “\(role.prefix(60))”.",
                    expected: "one of " + known.joined(separator: ", "))
            ])
        }
        if let missing = grantor.lacks(permissions) { throw MemberRefusal.beyondOwnPermissions(missing) }
    }

    /// With the address: who a number was, nobody could tell once they are gone.
    private static func audited(
        _ member: Membership, role: String? = nil, _ session: TenantSession
    ) throws -> [String: String] {
        var document = ["role": role ?? member.role]
        document["email"] = try UserNames(platform: session.connection).email(
            of: member.user, in: session.scope.tenant)
        return document
    }

    private static func require(
        _ precondition: Precondition<MemberRecord>, of member: Membership, _ session: TenantSession
    ) throws {
        let names = UserNames(platform: session.connection)
        guard let name = try names.name(member.user, in: session.scope.tenant) else { return }
        try precondition(MemberRecord(membership: member, account: name))
    }

    private static func checkMayTakeAway(
        _ member: Membership, _ session: TenantSession, _ grantor: Grantor
    ) throws {
        let admin = BuiltInRole.admin.rawValue
        // A role that is gone gives nothing, so nothing is taken away.
        if let missing = grantor.lacks(try RoleRepository(session).permissions(of: member.role) ?? []) {
            throw MemberRefusal.beyondOwnPermissions(missing)
        }
        if member.role == admin, try MembershipRepository(session).count(role: admin) == 1 {
            throw MemberRefusal.lastAdmin
        }
    }

    /// Names are the platform's: they are looked up by the numbers that the tenant's own transaction gave.
    private func named(_ members: [Membership]) async throws -> [MemberRecord] {
        try await database.readUnscoped { [scope] connection in
            let names = UserNames(platform: connection)
            return try members.compactMap { member in
                try names.name(member.user, in: scope.tenant).map { MemberRecord(membership: member, account: $0) }
            }
        }
    }
}
