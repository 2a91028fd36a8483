import GridAPI
import GridModel
import Operations
import Persistence

extension AuditService {
    /// The log of a tenant.
    init(database: any Database, tenant: Tenant) {
        let queries = AuditQueries(database: database, scope: TenantScope(tenant: tenant.id))
        let export = ExportAudit(database: database, tenant: tenant.id)
        let verify = VerifyAudit(database: database, tenant: tenant.id)
        self.init(
            list: { try await queries.named($0, before: $1, limit: $2) },
            export: { export.prepare($0, as: $1, name: tenant.code) },
            verify: { try await verify(expected: $0) })
    }

    /// The platform's own log.
    init(platform database: any Database) {
        let export = ExportAudit(database: database, tenant: nil)
        let verify = VerifyAudit(database: database, tenant: nil)
        self.init(
            list: { filter, before, limit in
                try await database.readUnscoped {
                    try NamedAuditEntry.named(
                        AuditRepository(platform: $0).list(filter, before: before, limit: limit), in: nil, platform: $0)
                }
            },
            export: { export.prepare($0, as: $1, name: "platform") },
            verify: { try await verify(expected: $0) })
    }
}
