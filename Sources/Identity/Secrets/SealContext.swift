public import GridModel

/// Where a sealed value belongs: it can be opened nowhere else, so that none can be put in another's place.
public enum SealContext {
    public static func totp(_ user: UserID) -> String { "user \(user) totp" }

    public static func signingKey(_ id: String) -> String { "signing key \(id)" }

    public static func dataKey(_ version: Int64, of tenant: TenantID) -> String {
        "tenant \(tenant) data key \(version)"
    }

    public static func secret(_ name: String, of tenant: TenantID) -> String { "tenant \(tenant) secret \(name)" }

    /// - Parameters:
    ///   - key: an idempotency key.
    ///   - principal: who sent the request.
    public static func answer(_ key: String, to principal: String, of tenant: TenantID) -> String {
        "tenant \(tenant) answer to \(principal) \(key)"
    }
}
