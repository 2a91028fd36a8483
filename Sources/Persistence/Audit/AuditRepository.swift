public import GridModel
public import Identity

/// The append-only log of a tenant, or of the platform (`TenantScope.platformLog`).
///
/// Entries are added in the transaction that makes the change they tell of. The writes of one log follow one another, so
/// the chain has no forks.
public struct AuditRepository {
    private let session: TenantSession

    /// - Parameter session: of a `write`, not an `append`: the chain has one writer.
    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Adds an event to the end of the log.
    public func add(_ event: AuditEvent, at now: Timestamp) throws {
        let last = try session.connection.firstRow(
            "SELECT entry_id, hash FROM audit_entries WHERE tenant_id = $1 ORDER BY entry_id DESC LIMIT 1",
            [session.tenant]
        ) { ($0.integer(0), $0.blob(1)) }
        let entry = AuditEntry(
            number: (last?.0 ?? 0) + 1, at: now, event: event, following: last?.1 ?? AuditEntry.origin)
        let actor = event.actor
        try session.connection.run(
            """
            INSERT INTO audit_entries (tenant_id, entry_id, at, actor_kind, actor_id, actor_name, address, request_id,
                action, outcome, object_kind, object_id, before, after, previous_hash, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            [
                session.tenant, entry.number.sql, now.sql, actor.kind.rawValue.sql, actor.id.sql, actor.name.sql,
                actor.address.sql, actor.requestID.sql, event.action.sql, event.outcome.rawValue.sql,
                event.objectKind.sql, event.objectID.sql, event.before.sql, event.after.sql, entry.previousHash.sql,
                entry.hash.sql,
            ])
    }
}

extension TenantScope {
    /// Names the log of what concerns no tenant: sign-ins, accounts, making and deleting tenants. No tenant has
    /// this number.
    public static let platformLog = TenantScope(tenant: TenantID(0))
}
