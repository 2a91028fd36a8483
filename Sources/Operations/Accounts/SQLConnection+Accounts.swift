import GridModel
import Identity
import Persistence

/// What accounts tell the audit logs of, in the transaction of the change: a `writeUnscoped`.
extension SQLConnection {
    /// Tenants told of one person's sign-ins; whoever belongs to more has them in the platform's log.
    private static var mostTold: Int { 20 }

    /// Adds to the platform's log, and to those of tenants whose business it is too.
    /// - Parameter tenants: from `tenantsToTell`.
    func note(
        _ action: String, by actor: Actor, on user: UserID?, in tenants: [TenantID] = [],
        outcome: AuditEvent.Outcome = .done, before: String? = nil, after: String? = nil, at now: Timestamp
    ) throws {
        let event = AuditEvent(
            actor: actor, action: action, outcome: outcome, objectKind: "user", objectID: user?.description ?? "",
            before: before, after: after)
        try AuditRepository(platform: self).add(event, at: now)
        for tenant in tenants.sorted() { try AuditRepository(of: tenant, self).add(event, at: now) }
    }

    /// Adds to the log of one tenant alone.
    func noteInLog(
        of tenant: TenantID, _ action: String, by actor: Actor, on user: UserID, at now: Timestamp
    ) throws {
        try AuditRepository(of: tenant, self).add(
            AuditEvent(actor: actor, action: action, objectKind: "user", objectID: user.description), at: now)
    }

    /// The tenants that somebody belongs to, where they are served: a log that is being deleted must not grow.
    /// - Parameter among: nil: all of them.
    func tenantsToTell(of user: UserID, among wanted: [TenantID?]? = nil) throws -> [TenantID] {
        let theirs = try AccountTenants(platform: self).all(of: user).filter(\.isActive).map(\.id)
        guard let wanted else { return Array(theirs.prefix(Self.mostTold)) }
        return Array(theirs.filter { wanted.contains($0) }.prefix(Self.mostTold))
    }
}
