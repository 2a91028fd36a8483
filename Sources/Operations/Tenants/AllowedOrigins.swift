package import GridModel
package import Persistence

/// The origins that tenants allow to call the API in a browser.
package struct AllowedOrigins: Sendable {
    private let database: any Database

    package init(database: any Database) {
        self.database = database
    }

    /// Of the tenants that are served.
    package func byTenant() async throws -> [TenantID: Set<String>] {
        let records = try await database.readUnscoped { try TenantDirectory($0).records() }
        var origins: [TenantID: Set<String>] = [:]
        for record in records where record.state == .active {
            let settings = try await database.read(TenantScope(tenant: record.tenant.id)) {
                try TenantSettings.stored(record.tenant, $0)
            }
            if !settings.allowedOrigins.isEmpty { origins[record.tenant.id] = Set(settings.allowedOrigins) }
        }
        return origins
    }
}
