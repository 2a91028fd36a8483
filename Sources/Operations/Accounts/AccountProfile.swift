package import GridModel
package import Identity
package import Persistence

/// Who somebody is, where, and what they may do there.
package struct AccountProfile: Hashable, Sendable {
    package let id: UserID
    package let email: String
    package let name: String
    package let isPlatformOwner: Bool
    package let hasSecondFactor: Bool
    /// The active one.
    package let tenant: AccountTenant?
    /// By name; suspended ones too.
    package let tenants: [AccountTenant]

    package var permissions: [Permission] { tenant?.permissions.sorted() ?? [] }

    /// - Parameter active: the tenant that is to be active, where they belong to it and it is served.
    init(_ user: User, tenants: [AccountTenant], active: TenantID?) {
        id = user.id
        email = user.email
        name = user.name
        isPlatformOwner = user.isPlatformOwner
        hasSecondFactor = user.hasSecondFactor
        self.tenants = tenants
        tenant = tenants.first { $0.id == active && $0.isActive }
    }
}

/// What whoever signs in is given.
package struct SessionGrant: Hashable, Sendable {
    package let accessToken: String
    package let expiresInSeconds: Int64
    package let refreshToken: String
    /// How long a browser keeps it; nil: until it is closed.
    package let keptSeconds: Int64?
    package let profile: AccountProfile
}

/// How far somebody has come in signing in.
package enum SignInAnswer: Sendable {
    case session(SessionGrant)
    /// The password was right; this goes with the code of the second factor.
    case secondFactor(challenge: String)
}
