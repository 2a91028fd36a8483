import GridModel
package import Identity
package import Persistence

/// Who somebody is, where, and what they may do there.
package struct AccountProfile: Hashable, Sendable {
    package let id: UserID
    package let email: String
    package let name: String
    package let isPlatformOwner: Bool
    package let hasSecondFactor: Bool
    /// False for whoever signs in by another service alone.
    package let hasPassword: Bool
    /// The active one.
    package let tenant: AccountTenant?
    /// By name; suspended ones too.
    package let tenants: [AccountTenant]

    /// A second factor is asked of them and this session has none: they may only set one up.
    package let lacksSecondFactor: Bool

    package var permissions: [Permission] { lacksSecondFactor ? [] : tenant?.permissions.sorted() ?? [] }

    package init(
        id: UserID, email: String, name: String, isPlatformOwner: Bool, hasSecondFactor: Bool, hasPassword: Bool,
        tenant: AccountTenant?, tenants: [AccountTenant], lacksSecondFactor: Bool = false
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.isPlatformOwner = isPlatformOwner
        self.hasSecondFactor = hasSecondFactor
        self.hasPassword = hasPassword
        self.tenant = tenant
        self.tenants = tenants
        self.lacksSecondFactor = lacksSecondFactor
    }

    /// - Parameter active: the tenant that is to be active, where they belong to it and it is served.
    init(_ user: User, tenants: [AccountTenant], active: TenantID?, lacksSecondFactor: Bool) {
        self.init(
            id: user.id, email: user.email, name: user.name, isPlatformOwner: user.isPlatformOwner,
            hasSecondFactor: user.hasSecondFactor, hasPassword: user.passwordHash != nil,
            tenant: tenants.first { $0.id == active && $0.isActive }, tenants: tenants,
            lacksSecondFactor: lacksSecondFactor)
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

    package init(
        accessToken: String, expiresInSeconds: Int64, refreshToken: String, keptSeconds: Int64?,
        profile: AccountProfile
    ) {
        self.accessToken = accessToken
        self.expiresInSeconds = expiresInSeconds
        self.refreshToken = refreshToken
        self.keptSeconds = keptSeconds
        self.profile = profile
    }
}

/// How far somebody has come in signing in.
package enum SignInAnswer: Sendable {
    case session(SessionGrant)
    /// The password was right; this goes with the code of the second factor.
    case secondFactor(challenge: String)
}
