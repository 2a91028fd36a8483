public import GridModel
public import Identity

/// The append-only log of a tenant, or of the platform.
///
/// Entries are added in the transaction that makes the change they tell of, after its other writes. Who adds to a log
/// holds it until their transaction ends, so the chain has no forks; whoever adds to several takes them by number, the
/// platform's first.
public struct AuditRepository {
    let connection: any SQLConnection
    let log: SQLValue

    /// - Parameter session: of a `write` or `administer`.
    public init(_ session: TenantSession) {
        connection = session.connection
        log = session.tenant
    }

    /// The log of what concerns no tenant: sign-ins, accounts, making and deleting tenants. It has the number 0,
    /// which no tenant has.
    /// - Parameter connection: of a `writeUnscoped`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
        log = Int64(0).sql
    }

    /// The log of one tenant, for what the platform does: sign-ins of its members, verifying, noting the heads of all.
    /// - Parameter connection: of a `readUnscoped`, or a `writeUnscoped` to add.
    public init(of tenant: TenantID, _ connection: any SQLConnection) {
        self.connection = connection
        log = tenant.sql
    }

    /// Adds an event to the end of the log.
    public func add(_ event: AuditEvent, at now: Timestamp) throws {
        // A statement of its own: the next one has to see what whoever held the log before has added.
        if let lock = connection.dialect.lockAuditLog { try connection.run(lock, [log]) }
        let last = try connection.firstRow(
            "SELECT entry_id, hash FROM audit_entries WHERE tenant_id = $1 ORDER BY entry_id DESC LIMIT 1",
            [log]
        ) { ($0.integer(0), $0.blob(1)) }
        let entry = AuditEntry(
            number: (last?.0 ?? 0) + 1, at: now, event: event, following: last?.1 ?? AuditEntry.origin)
        let actor = event.actor
        try connection.run(
            """
            INSERT INTO audit_entries (tenant_id, entry_id, at, actor_kind, actor_id, actor_name, address, request_id,
                action, outcome, object_kind, object_id, before, after, previous_hash, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            [
                log, entry.number.sql, now.sql, actor.kind.rawValue.sql, actor.id.sql, actor.name.sql,
                actor.address.sql, actor.requestID.sql, event.action.sql, event.outcome.rawValue.sql,
                event.objectKind.sql, event.objectID.sql, event.before.sql, event.after.sql, entry.previousHash.sql,
                entry.hash.sql,
            ])
    }
}
