import GridModel
public import Identity

/// Which of a tenant's API keys to list; nil takes all.
public struct APIKeyFilter: Hashable, Sendable {
    public let state: APIKey.State?
    /// Who made it: an e-mail address, whole.
    public let maker: String?
    /// Somewhere in its name or in its maker's.
    public let search: String?

    public init(state: APIKey.State? = nil, maker: String? = nil, search: String? = nil) {
        self.state = state
        self.maker = maker
        self.search = search
    }
}

extension SQLConditions {
    /// As `APIKey.state(at:)`: what was revoked is that first of all.
    mutating func add(_ state: APIKey.State?, at now: Timestamp) {
        switch state {
        case nil: break
        case .revoked: add("revoked_at IS NOT NULL")
        case .active:
            let end = parameter(now)
            add("revoked_at IS NULL AND (expires_at IS NULL OR expires_at > " + end + ")")
        case .expired:
            add("revoked_at IS NULL")
            add("expires_at <=", now)
        }
    }
}
