public import GridModel

/// Whose requests are counted together.
public enum RateSubject: Hashable, Sendable, CustomStringConvertible {
    /// An address, or the network that one client has: see `init(address:_:)`.
    case address(String, RateClass)
    /// A person in a tenant, in all their sessions.
    case user(UserID, TenantID?, RateClass)
    case apiKey(APIKeyID, TenantID?, RateClass)
    /// A key's own limit, for all its requests.
    case ownLimit(APIKeyID, TenantID?)

    /// An IPv6 client has at least 2⁶⁴ addresses (RFC 6177) and is counted as one; what is no address, all as one.
    public init(address text: String, _ kind: RateClass) {
        guard let address = IPAddress(text) else {
            self = .address("unknown", kind)
            return
        }
        self = .address((address.isV4 ? address : address.masked(to: 64)).description, kind)
    }

    public init(_ access: Access, _ kind: RateClass) {
        switch access.principal {
        case .user(let id, _): self = .user(id, access.scope?.tenant, kind)
        case .apiKey(let id): self = .apiKey(id, access.scope?.tenant, kind)
        }
    }

    /// What it is counted under where several processes count together.
    public var description: String {
        switch self {
        case .address(let address, let kind): "address:\(address):\(kind.rawValue)"
        case .user(let id, let tenant, let kind): "tenant:\(tenant?.rawValue ?? 0):user:\(id):\(kind.rawValue)"
        case .apiKey(let id, let tenant, let kind): "tenant:\(tenant?.rawValue ?? 0):key:\(id):\(kind.rawValue)"
        case .ownLimit(let id, let tenant): "tenant:\(tenant?.rawValue ?? 0):key:\(id)"
        }
    }
}
