package import GridModel

/// What one can listen to. A topic belongs to one tenant: there is no topic without a scope.
package struct LiveTopic: Hashable, Sendable {
    package let scope: TenantScope
    package let name: String

    package init(scope: TenantScope, name: String) {
        self.scope = scope
        self.name = name
    }

    /// Zone load, anomalies, jobs, forecasts and the clock of a tenant.
    package static func zones(_ scope: TenantScope) -> LiveTopic {
        LiveTopic(scope: scope, name: "zones")
    }
}
