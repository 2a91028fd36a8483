package import GridModel
import Identity
package import Persistence

/// Notes the head of every tenant's audit log in the platform's log, so that what is cut off a tenant's log later, or
/// written anew, is found by `VerifyAudit`.
package struct AnchorAudit: Sendable {
    static let action = "auditLog.note"
    static let object = "auditLog"

    private let database: any Database

    package init(database: any Database) {
        self.database = database
    }

    /// Notes those that have grown since they were last noted.
    /// - Returns: the heads that were noted, and the platform's own, to be noted outside the database: in the
    ///   server's log.
    @discardableResult
    package func callAsFunction() async throws -> (tenants: [TenantID: AuditHead], platform: AuditHead?) {
        let tenants = try await database.readUnscoped { try TenantDirectory($0).all() }.map(\.id)
        return try await database.writeUnscoped { connection in
            var noted: [TenantID: AuditHead] = [:]
            let platform = AuditRepository(platform: connection)
            for tenant in tenants {
                guard let head = try AuditRepository(of: tenant, connection).head() else { continue }
                let last = try platform.list(
                    AuditFilter(action: Self.action, object: "\(Self.object):\(tenant)"), before: nil, limit: 1
                ).first?.event.after.flatMap(AuditHead.init(json:))
                guard last != head else { continue }
                try connection.auditPlatform(
                    Self.action, by: .program("noteAuditHeads"), on: Self.object, tenant, after: head.note)
                noted[tenant] = head
            }
            return (noted, try platform.head())
        }
    }
}
