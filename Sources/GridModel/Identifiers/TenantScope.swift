/// The proof that an operation belongs to one tenant.
///
/// Nothing is read from or written to the database without one. There is no scope for "all
/// tenants" and no default: whoever makes a scope must name the tenant.
public struct TenantScope: Hashable, Sendable {
    public let tenant: TenantID

    public init(tenant: TenantID) {
        self.tenant = tenant
    }
}
