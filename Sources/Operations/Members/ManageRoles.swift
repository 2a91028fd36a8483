package import GridModel
package import Identity
package import Persistence

/// A role of a tenant, built in or its own.
package struct TenantRole: Hashable, Sendable {
    package let code: String
    package let name: String
    package let isBuiltIn: Bool
    /// In the order of their names.
    package let permissions: [Permission]
    /// Nil: built in.
    package let changedAt: Timestamp?

    package init(code: String, name: String, isBuiltIn: Bool, permissions: [Permission], changedAt: Timestamp?) {
        self.code = code
        self.name = name
        self.isBuiltIn = isBuiltIn
        self.permissions = permissions
        self.changedAt = changedAt
    }

    init(_ role: BuiltInRole) {
        self.init(
            code: role.rawValue, name: role.name, isBuiltIn: true, permissions: role.permissions.sorted(),
            changedAt: nil)
    }

    init(_ role: CustomRole) {
        self.init(
            code: role.code, name: role.name, isBuiltIn: false, permissions: role.permissions.sorted(),
            changedAt: role.changedAt)
    }
}

/// Makes, changes and deletes a tenant's custom roles. The built-in ones stay as they are.
package struct ManageRoles: Sendable {
    package static let mostRoles = 100

    private let database: any Database
    private let scope: TenantScope
    private let now: @Sendable () -> Timestamp

    package init(database: any Database, scope: TenantScope, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.scope = scope
        self.now = now
    }

    /// The built-in ones first.
    package func list() async throws -> [TenantRole] {
        try await database.read(scope) { session in
            BuiltInRole.allCases.map(TenantRole.init) + (try RoleRepository(session).all().map(TenantRole.init))
        }
    }

    /// - Throws: `MemberRefusal`
    package func create(
        code: String, name: String, permissions: Set<Permission>, by grantor: Grantor
    ) async throws -> TenantRole {
        let name = DisplayName.normalized(name)
        var faults = Self.faults(name: name, permissions)
        if code.wholeMatch(of: /[a-z][a-z0-9-]{1,39}/) == nil {
            faults.append(
                FieldFault(
                    field: "code", message: "Not a role's code.",
                    expected: "2 to 40 of a–z, 0–9 and -, beginning with a letter"))
        }
        guard faults.isEmpty else { throw MemberRefusal.invalid(faults) }
        let now = now()
        return try await database.write(scope) { session in
            let grantor = try grantor.standing(session, needing: .rolesWrite)
            if let missing = grantor.lacks(permissions) { throw MemberRefusal.beyondOwnPermissions(missing) }
            let roles = RoleRepository(session)
            guard try roles.permissions(of: code) == nil else { throw MemberRefusal.roleIsTaken(code) }
            try Self.requireFree(name, but: code, roles)
            guard try roles.all().count < Self.mostRoles else {
                throw MemberRefusal.tooMany("roles: \(Self.mostRoles) are as many as there may be")
            }
            let role = CustomRole(code: code, name: name, permissions: permissions, createdAt: now, changedAt: now)
            try roles.save(role)
            try session.audit("role.create", by: grantor.actor, on: "role", code, after: AuditedRole(role))
            try session.connection.notify(.identity)
            return TenantRole(role)
        }
    }

    /// Whoever has the role may at once what it then allows.
    /// - Returns: nil without such a custom role.
    /// - Throws: `MemberRefusal`
    package func change(
        _ code: String, name: String, permissions: Set<Permission>, by grantor: Grantor,
        if precondition: @escaping Precondition<TenantRole> = { _ in }
    ) async throws -> TenantRole? {
        let name = DisplayName.normalized(name)
        let faults = Self.faults(name: name, permissions)
        guard faults.isEmpty else { throw MemberRefusal.invalid(faults) }
        let now = now()
        return try await database.write(scope) { session in
            let grantor = try grantor.standing(session, needing: .rolesWrite)
            let roles = RoleRepository(session)
            guard let before = try roles.role(code) else { return nil }
            try precondition(TenantRole(before))
            // Only of what changes: a role may hold more than whoever renames it.
            if let missing = grantor.lacks(permissions.symmetricDifference(before.permissions)) {
                throw MemberRefusal.beyondOwnPermissions(missing)
            }
            try Self.requireFree(name, but: code, roles)
            let role = CustomRole(
                code: code, name: name, permissions: permissions, createdAt: before.createdAt, changedAt: now)
            try roles.save(role)
            try session.audit(
                "role.change", by: grantor.actor, on: "role", code, before: AuditedRole(before),
                after: AuditedRole(role))
            try session.connection.notify(.identity)
            return TenantRole(role)
        }
    }

    /// - Returns: whether there was such a custom role.
    /// - Throws: `MemberRefusal.roleIsInUse`
    package func delete(
        _ code: String, by grantor: Grantor, if precondition: @escaping Precondition<TenantRole> = { _ in }
    ) async throws -> Bool {
        let now = now()
        return try await database.write(scope) { session in
            let grantor = try grantor.standing(session, needing: .rolesWrite)
            let roles = RoleRepository(session)
            guard let role = try roles.role(code) else { return false }
            try precondition(TenantRole(role))
            let members = try MembershipRepository(session).count(role: code)
            let invitations = try InvitationRepository(session).countOpen(role: code, at: now)
            guard members == 0, invitations == 0 else {
                throw MemberRefusal.roleIsInUse(members: members, invitations: invitations)
            }
            _ = try roles.delete(code)
            try session.audit("role.delete", by: grantor.actor, on: "role", code, before: AuditedRole(role))
            return true
        }
    }

    /// Two roles of one name cannot be told from each other by whoever gives them.
    private static func requireFree(_ name: String, but code: String, _ roles: RoleRepository) throws {
        let others =
            BuiltInRole.allCases.map { (code: $0.rawValue, name: $0.name) }
            + (try roles.all().map { (code: $0.code, name: $0.name) })
        guard let other = others.first(where: { $0.code != code && $0.name.lowercased() == name.lowercased() }) else {
            return
        }
        throw MemberRefusal.invalid([
            FieldFault(
                field: "name", message: "The role “\(other.code)” is called so.",
                expected: "a name that no other role has")
        ])
    }

    private static func faults(name: String, _ permissions: Set<Permission>) -> [FieldFault] {
        var faults: [FieldFault] = []
        if let fault = DisplayName.fault(name) {
            faults.append(FieldFault(field: "name", message: fault.message, expected: fault.expected))
        }
        if permissions.isEmpty {
            faults.append(
                FieldFault(field: "permissions", message: "None.", expected: "at least one permission"))
        }
        return faults
    }
}

/// A role as the audit log shows it.
private struct AuditedRole: Encodable {
    let name: String
    let permissions: [String]

    init(_ role: CustomRole) {
        name = role.name
        permissions = role.permissions.sorted().map(\.rawValue)
    }
}
