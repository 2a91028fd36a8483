package import Identity

/// Who gives or takes away permissions: nobody can give, change or take away more than they have themselves.
package struct Grantor: Hashable, Sendable {
    package let actor: Actor
    /// Nil: no person, or none of the installation's.
    package let user: UserID?
    package let permissions: Set<Permission>

    package init(actor: Actor, user: UserID?, permissions: Set<Permission>) {
        self.actor = actor
        self.user = user
        self.permissions = permissions
    }

    /// Whoever operates the machine, or the installation.
    package static func operating(_ actor: Actor, user: UserID? = nil) -> Grantor {
        Grantor(actor: actor, user: user, permissions: Set(Permission.allCases))
    }

    /// What of it they do not have themselves, in words; nil when they have all.
    func lacks(_ wanted: Set<Permission>) -> String? {
        let missing = wanted.subtracting(permissions).sorted().map(\.rawValue)
        return missing.isEmpty ? nil : missing.joined(separator: ", ")
    }
}
