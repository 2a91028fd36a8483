public import GridModel
public import Identity

/// That somebody is signed in somewhere.
public struct Session: Hashable, Sendable {
    public let id: SessionID
    public let user: UserID
    public let activeTenant: TenantID?
    public let refreshHash: [UInt8]
    /// How they signed in: `password`, or a provider.
    public let method: String
    public let secondFactorAt: Timestamp?
    /// Whether the browser keeps it when it is closed.
    public let isPersistent: Bool
    /// Where it was last renewed.
    public let address: String
    public let userAgent: String
    public let createdAt: Timestamp
    public let lastUsedAt: Timestamp
    public let expiresAt: Timestamp
    public let endedAt: Timestamp?

    public init(
        id: SessionID, user: UserID, activeTenant: TenantID?, refreshHash: [UInt8], method: String,
        secondFactorAt: Timestamp?, isPersistent: Bool, address: String, userAgent: String, createdAt: Timestamp,
        lastUsedAt: Timestamp, expiresAt: Timestamp, endedAt: Timestamp? = nil
    ) {
        self.id = id
        self.user = user
        self.activeTenant = activeTenant
        self.refreshHash = refreshHash
        self.method = method
        self.secondFactorAt = secondFactorAt
        self.isPersistent = isPersistent
        self.address = address
        self.userAgent = userAgent
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
        self.endedAt = endedAt
    }

    public func isOpen(at now: Timestamp) -> Bool { endedAt == nil && expiresAt > now }
}
