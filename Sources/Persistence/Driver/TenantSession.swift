public import GridModel

/// A transaction on behalf of one tenant. Repositories take one, and so cannot be made without
/// naming the tenant.
public struct TenantSession {
    public let connection: any SQLConnection
    public let scope: TenantScope

    /// For drivers.
    public init(connection: any SQLConnection, scope: TenantScope) {
        self.connection = connection
        self.scope = scope
    }

    var tenant: SQLValue { scope.tenant.sql }
}
