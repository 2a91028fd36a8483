package import GridModel
package import Identity
package import Persistence

/// Shows the audit log of a tenant.
package struct AuditQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// Newest first.
    package func list(_ filter: AuditFilter, before: Int64?, limit: Int) async throws -> [AuditEntry] {
        try await database.read(scope) { try AuditRepository($0).list(filter, before: before, limit: limit) }
    }

    /// The same, with names of what was done to.
    package func named(_ filter: AuditFilter, before: Int64?, limit: Int) async throws -> [NamedAuditEntry] {
        let entries = try await list(filter, before: before, limit: limit)
        return try await database.readUnscoped { [scope] in
            try NamedAuditEntry.named(entries, in: scope.tenant, platform: $0)
        }
    }
}
