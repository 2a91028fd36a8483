public import GridModel

/// What an authenticated request may do: who asks, in which tenant, with which permissions.
///
/// Only authentication makes one, after it has looked at the token, its session or key, and the membership.
public struct Access: Hashable, Sendable {
    public let principal: Principal
    /// For people who read logs and the audit log: an e-mail address or a key's name.
    public let name: String
    /// Nil: somebody who belongs to no tenant yet, or whose tenant is not chosen.
    public let scope: TenantScope?
    public let permissions: Set<Permission>
    /// Runs the installation: makes, suspends and deletes tenants. No permission within any tenant comes with it.
    public let isPlatformOwner: Bool
    /// A key's own limit, below what anybody may.
    public let requestsPerMinute: Int?
    /// A person who gave the code of their second factor in this session.
    public let hasSecondFactor: Bool
    /// A second factor is asked of this person and their session has none: only their own account is open to them.
    public let lacksSecondFactor: Bool

    public init(
        principal: Principal, name: String, scope: TenantScope?, permissions: Set<Permission>, isPlatformOwner: Bool,
        requestsPerMinute: Int? = nil, hasSecondFactor: Bool = false, lacksSecondFactor: Bool = false
    ) {
        self.principal = principal
        self.name = name
        self.scope = scope
        self.permissions = scope == nil || lacksSecondFactor ? [] : permissions
        self.isPlatformOwner = isPlatformOwner && !lacksSecondFactor
        self.requestsPerMinute = requestsPerMinute
        self.hasSecondFactor = hasSecondFactor
        self.lacksSecondFactor = lacksSecondFactor
    }

    public func allows(_ requirement: Requirement) -> Bool {
        switch requirement {
        case .anyone, .signedIn: true
        case .person: if case .user = principal { true } else { false }
        case .permission(let permission): scope != nil && permissions.contains(permission)
        case .platformOwner: isPlatformOwner
        }
    }
}

/// What a route asks of whoever calls it.
public enum Requirement: Hashable, Sendable {
    /// No authentication: the route is for those who have none yet, or tells nothing of any tenant.
    case anyone
    /// A valid token or key, of whatever role.
    case signedIn
    /// A person's session: what concerns their own account, which no key may touch.
    case person
    case permission(Permission)
    /// The owner of the installation, as a person.
    case platformOwner

    /// As `docs/permissions.md` and the API's description name it.
    public var name: String {
        switch self {
        case .anyone: "anyone"
        case .signedIn: "signed in"
        case .person: "signed in as a person"
        case .permission(let permission): permission.rawValue
        case .platformOwner: "platform owner"
        }
    }
}
