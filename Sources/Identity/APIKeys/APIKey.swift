public import GridModel

/// A key by which a program acts for a tenant. It belongs to the tenant, not to whoever made it.
public struct APIKey: Hashable, Sendable {
    /// What people may change of it.
    public struct Settings: Hashable, Sendable {
        public var name: String
        /// Its permissions.
        public var scopes: Set<Permission>
        /// Where it may be used from; empty: from anywhere.
        public var allowedAddresses: [AddressBlock]
        /// Nil: as many as anybody may.
        public var requestsPerMinute: Int?
        /// Requests in a calendar month of UTC; nil: any number.
        public var monthlyQuota: Int64?
        /// Nil: never.
        public var expiresAt: Timestamp?

        public init(
            name: String, scopes: Set<Permission>, allowedAddresses: [AddressBlock] = [], requestsPerMinute: Int? = nil,
            monthlyQuota: Int64? = nil, expiresAt: Timestamp? = nil
        ) {
            self.name = name
            self.scopes = scopes
            self.allowedAddresses = allowedAddresses
            self.requestsPerMinute = requestsPerMinute
            self.monthlyQuota = monthlyQuota
            self.expiresAt = expiresAt
        }
    }

    public enum State: String, Sendable, CaseIterable {
        case active
        case expired
        case revoked
    }

    public let id: APIKeyID
    public var settings: Settings
    /// The end of its secret.
    public let hint: String
    /// The e-mail address of whoever made it.
    public let createdBy: String
    public let createdAt: Timestamp
    public var revokedAt: Timestamp?
    /// To within the seconds between two writes of what was counted.
    public let lastUsedAt: Timestamp?
    /// The key that was made to follow it.
    public var replacedBy: APIKeyID?

    public init(
        id: APIKeyID, settings: Settings, hint: String, createdBy: String, createdAt: Timestamp,
        revokedAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil, replacedBy: APIKeyID? = nil
    ) {
        self.id = id
        self.settings = settings
        self.hint = hint
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
        self.replacedBy = replacedBy
    }

    public func state(at now: Timestamp) -> State {
        if revokedAt != nil { return .revoked }
        if let end = settings.expiresAt, end <= now { return .expired }
        return .active
    }

    /// Whether it may be used from an address. One that cannot be read is on no list.
    public func allows(_ address: String) -> Bool {
        if settings.allowedAddresses.isEmpty { return true }
        guard let address = IPAddress(address) else { return false }
        return settings.allowedAddresses.contains { $0.contains(address) }
    }

    /// What a key can be given at all. People's business is not a program's: a key that leaked could otherwise make
    /// itself accounts, roles and further keys that outlive it, or delete the tenant (`docs/decisions`).
    public static let grantable = Set(Permission.allCases).subtracting([
        .usersWrite, .rolesWrite, .keysWrite, .tenantDelete,
    ])
}
