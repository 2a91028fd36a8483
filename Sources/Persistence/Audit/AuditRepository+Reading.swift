public import GridModel
public import Identity

/// Which entries of an audit log to list; nil takes all.
public struct AuditFilter: Hashable, Sendable {
    /// An e-mail address, a key's name, or a user's or key's number.
    public let actor: String?
    /// `noun.verb`, or a noun with a dot at its end for all its verbs.
    public let action: String?
    /// The kind of what it was done to, as `apiKey`; or kind and number, as `apiKey:7`.
    public let object: String?
    /// From this moment on.
    public let from: Timestamp?
    /// Before this moment.
    public let to: Timestamp?

    public init(
        actor: String? = nil, action: String? = nil, object: String? = nil, from: Timestamp? = nil,
        to: Timestamp? = nil
    ) {
        self.actor = actor
        self.action = action
        self.object = object
        self.from = from
        self.to = to
    }
}

extension AuditRepository {
    /// Newest first.
    /// - Parameter before: the number to go on before; nil: from the newest.
    public func list(_ filter: AuditFilter, before: Int64?, limit: Int) throws -> [AuditEntry] {
        var conditions = conditions(filter)
        conditions.add("entry_id <", before)
        return try entries(conditions, " ORDER BY entry_id DESC", limit: limit)
    }

    /// Oldest first.
    /// - Parameter after: the number to go on after; 0: from the first.
    public func page(_ filter: AuditFilter = AuditFilter(), after: Int64, limit: Int) throws -> [AuditEntry] {
        var conditions = conditions(filter)
        conditions.add("entry_id >", after)
        return try entries(conditions, " ORDER BY entry_id", limit: limit)
    }

    /// The newest entry's number and hash; nil of an empty log.
    public func head() throws -> AuditHead? {
        try connection.firstRow(
            "SELECT entry_id, hash FROM audit_entries WHERE tenant_id = $1 ORDER BY entry_id DESC LIMIT 1", [log]
        ) { AuditHead(number: $0.integer(0), hash: $0.blob(1)) }
    }

    /// Deletes entries of a tenant that is being deleted, newest first. There is no other way to delete any.
    /// - Returns: how many; fewer than `limit` when none are left.
    /// - Throws: `DatabaseError.notPermitted` on PostgreSQL for a tenant that is not to be deleted yet.
    public static func erase(_ tenant: TenantID, limit: Int, _ connection: any SQLConnection) throws -> Int {
        try connection.rows(connection.dialect.eraseAuditLog, [tenant.sql, limit.sql]) { _ in 1 }.count
    }

    private func conditions(_ filter: AuditFilter) -> SQLConditions {
        var conditions = SQLConditions("tenant_id", log)
        if let actor = filter.actor {
            let (name, id) = (conditions.parameter(actor), conditions.parameter(actor))
            conditions.add("(actor_name = " + name + " OR actor_id = " + id + ")")
        }
        if let action = filter.action {
            if action.hasSuffix(".") {
                // All verbs of a noun lie between `noun.` and `noun/`, the character after the dot.
                conditions.add("action >=", action)
                conditions.add("action <", String(action.dropLast()) + "/")
            } else {
                conditions.add("action =", action)
            }
        }
        if let object = filter.object {
            let parts = object.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            conditions.add("object_kind =", String(parts[0]))
            if parts.count == 2 { conditions.add("object_id =", String(parts[1])) }
        }
        conditions.add("at >=", filter.from)
        conditions.add("at <", filter.to)
        return conditions
    }

    private func entries(_ conditions: SQLConditions, _ order: SQL, limit: Int) throws -> [AuditEntry] {
        var conditions = conditions
        let count = conditions.parameter(limit)
        return try connection.rows(
            """
            SELECT entry_id, at, actor_kind, actor_id, actor_name, address, request_id, action, outcome, object_kind,
                object_id, before, after, previous_hash, hash FROM audit_entries
            """ + conditions.sql + order + " LIMIT " + count, conditions.arguments, Self.entry)
    }

    /// - Throws: `DatabaseError.corrupt` for a word that no version of this program writes.
    private static func entry(_ row: any SQLRow) throws -> AuditEntry {
        guard let kind = Actor.Kind(rawValue: row.text(2)), let outcome = AuditEvent.Outcome(rawValue: row.text(8))
        else { throw AuditEntryUnreadable(number: row.integer(0)) }
        return AuditEntry(
            number: row.integer(0), at: row.timestamp(1),
            event: AuditEvent(
                actor: Actor(
                    kind: kind, id: row.text(3), name: row.text(4), address: row.text(5), requestID: row.text(6)),
                action: row.text(7), outcome: outcome, objectKind: row.text(9), objectID: row.text(10),
                before: row.optionalText(11), after: row.optionalText(12)),
            previousHash: row.blob(13), hash: row.blob(14))
    }
}

/// The end of a log: as long as it stands, nothing before it can have been changed unseen.
public struct AuditHead: Hashable, Sendable {
    public let number: Int64
    /// 32 bytes.
    public let hash: [UInt8]

    public init(number: Int64, hash: [UInt8]) {
        self.number = number
        self.hash = hash
    }
}

/// An entry that this program did not write so.
public struct AuditEntryUnreadable: Error, CustomStringConvertible {
    public let number: Int64

    public var description: String { "Entry \(number) of the audit log holds words that no entry has." }
}
