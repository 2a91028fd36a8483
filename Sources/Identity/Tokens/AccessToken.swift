public import GridModel

/// What an access token says: who, in which session and tenant, and for how long.
public struct AccessToken: Hashable, Sendable {
    public static let lifetimeSeconds: Int64 = 15 * 60

    public let user: UserID
    public let session: SessionID
    /// The active tenant; nil: none is chosen.
    public let tenant: TenantID?
    public let issuedAt: Timestamp
    public let expiresAt: Timestamp

    public init(user: UserID, session: SessionID, tenant: TenantID?, issuedAt: Timestamp) {
        self.init(
            user: user, session: session, tenant: tenant, issuedAt: issuedAt,
            expiresAt: issuedAt + Self.lifetimeSeconds)
    }

    init(user: UserID, session: SessionID, tenant: TenantID?, issuedAt: Timestamp, expiresAt: Timestamp) {
        self.user = user
        self.session = session
        self.tenant = tenant
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}
