package import GridModel
package import Identity
package import Operations
package import Persistence

/// What the owner of the installation does with tenants.
package struct PlatformService: Sendable {
    /// What is to become of a tenant.
    package enum Change: Hashable, Sendable {
        case suspend
        case resume
        case delete(graceDays: Int)
    }

    /// The tenant to go on after, how many; by number.
    package var tenants: @Sendable (TenantID?, Int) async throws -> [TenantRecord]
    /// The tenant, and whom to invite as its first Admin. Throws `TenantError`, `MemberRefusal`.
    package var create: @Sendable (TenantDraft, String?, Grantor) async throws -> TenantRecord
    /// Nil without such a tenant. Throws `TenantStateRefusal`, `MemberRefusal.invalid`.
    package var change: @Sendable (TenantID, Change, Actor) async throws -> TenantRecord?
    package var audit: AuditService
    /// The mail to go on before, how many, who looks; newest first.
    package var outbox: @Sendable (MailID?, Int, Actor) async throws -> [OutboxRepository.Entry]

    package init(
        tenants: @escaping @Sendable (TenantID?, Int) async throws -> [TenantRecord],
        create: @escaping @Sendable (TenantDraft, String?, Grantor) async throws -> TenantRecord,
        change: @escaping @Sendable (TenantID, Change, Actor) async throws -> TenantRecord?,
        audit: AuditService,
        outbox: @escaping @Sendable (MailID?, Int, Actor) async throws -> [OutboxRepository.Entry]
    ) {
        self.tenants = tenants
        self.create = create
        self.change = change
        self.audit = audit
        self.outbox = outbox
    }
}
