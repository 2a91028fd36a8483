package import Identity
import Persistence

/// Who gives or takes away permissions: nobody can give, change or take away more than they have themselves.
package struct Grantor: Hashable, Sendable {
    package let actor: Actor
    /// Nil: no person, or none of the installation's.
    package let user: UserID?
    package let permissions: Set<Permission>
    /// Not as one of the tenant's people.
    private let isOperating: Bool

    package init(actor: Actor, user: UserID?, permissions: Set<Permission>) {
        self.init(actor, user, permissions, isOperating: false)
    }

    private init(_ actor: Actor, _ user: UserID?, _ permissions: Set<Permission>, isOperating: Bool) {
        self.actor = actor
        self.user = user
        self.permissions = permissions
        self.isOperating = isOperating
    }

    /// Whoever operates the machine, or the installation.
    package static func operating(_ actor: Actor, user: UserID? = nil) -> Grantor {
        Grantor(actor, user, Set(Permission.allCases), isOperating: true)
    }

    /// The same as the transaction of their change finds them: what was taken from them since their request was admitted
    /// is not theirs to give any more.
    /// - Parameter needed: without which nothing of the kind may be done.
    /// - Throws: `MemberRefusal.mayNoMore`
    func standing(_ session: TenantSession, needing needed: Permission) throws -> Grantor {
        guard let user, !isOperating else { return self }
        let held = try session.permissions(stillOf: user, among: permissions)
        guard held.contains(needed) else { throw MemberRefusal.mayNoMore(needed) }
        return Grantor(actor: actor, user: user, permissions: held)
    }

    /// What of it they do not have themselves, in words; nil when they have all.
    func lacks(_ wanted: Set<Permission>) -> String? {
        let missing = wanted.subtracting(permissions).sorted().map(\.rawValue)
        return missing.isEmpty ? nil : missing.joined(separator: ", ")
    }
}

extension TenantSession {
    /// What somebody's role in the tenant still allows of what it allowed before; nothing for those who belong to it no
    /// more.
    func permissions(stillOf user: UserID, among permissions: Set<Permission>) throws -> Set<Permission> {
        guard let membership = try MembershipRepository(self).membership(user) else { return [] }
        return permissions.intersection(try RoleRepository(self).permissions(of: membership.role) ?? [])
    }
}
