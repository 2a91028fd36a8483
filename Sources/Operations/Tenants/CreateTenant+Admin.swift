package import GridModel
import Identity
package import Persistence

extension CreateTenant {
    /// Makes a tenant and invites its first Admin by mail.
    /// - Parameter admin: an e-mail address; nil: somebody will be added otherwise.
    /// - Throws: `MemberRefusal.invalid` for an address that is none, and then nothing is made; `TenantError`,
    ///   `DatabaseError`
    package func inviting(
        _ admin: String?, _ draft: TenantDraft, links: InvitationLinks, now: Timestamp, by grantor: Grantor
    ) async throws -> Tenant {
        if let admin, EmailAddress.normalized(admin) == nil {
            throw MemberRefusal.invalid([
                FieldFault(
                    field: "adminEmail", message: "Not an e-mail address.", expected: "such as name@example.com")
            ])
        }
        let tenant = try await self(draft, now: now, by: grantor.actor)
        if let admin {
            _ = try await ManageInvitations(
                database: database, scope: TenantScope(tenant: tenant.id), links: links, now: { now }
            ).create(email: admin, role: BuiltInRole.admin.rawValue, by: grantor)
        }
        return tenant
    }
}
