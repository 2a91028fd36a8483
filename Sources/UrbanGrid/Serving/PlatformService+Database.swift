import GridAPI
import GridModel
import Operations
import Persistence

extension PlatformService {
    /// Over a database, for the whole installation.
    /// - Parameter closed: called once a tenant is no longer to be served, before that is answered.
    init(database: any Database, links: InvitationLinks, closed: @escaping @Sendable (TenantID) -> Void) {
        let create = CreateTenant(database: database)
        let outbox = ReadOutbox(database: database, now: { .wallClock })
        let manage = ManageTenants(database: database, now: { .wallClock })
        self.init(
            tenants: { try await manage.list(after: $0, limit: $1) },
            create: { draft, admin, grantor in
                let made = try await create.inviting(admin, draft, links: links, now: .wallClock, by: grantor)
                guard let record = try await manage.tenant(made.id) else {
                    throw DatabaseError(.other, detail: "Tenant \(made.id) was made and is gone.")
                }
                return record
            },
            change: { id, change, actor in
                let changed =
                    switch change {
                    case .suspend: try await manage.suspend(id, by: actor)
                    case .resume: try await manage.resume(id, by: actor)
                    case .delete(let days): try await manage.delete(id, graceDays: days, by: actor)
                    }
                if let changed, changed.tenant.state != .active { closed(id) }
                return changed
            },
            audit: AuditService(platform: database),
            outbox: { try await outbox(before: $0, limit: $1, by: $2) })
    }
}
