public import GridModel

/// A tenant as the platform sees it.
public struct TenantRecord: Hashable, Sendable {
    public let tenant: Tenant
    public let createdAt: Timestamp
    /// Nil: it has always been active.
    public let stateChangedAt: Timestamp?
    /// Of one that is being deleted.
    public let deleteAfter: Timestamp?

    public var state: TenantState { tenant.state }

    public init(
        tenant: Tenant, createdAt: Timestamp, stateChangedAt: Timestamp?, deleteAfter: Timestamp?
    ) {
        self.tenant = tenant
        self.createdAt = createdAt
        self.stateChangedAt = stateChangedAt
        self.deleteAfter = deleteAfter
    }
}

extension TenantDirectory {
    /// By number.
    public func records(after: TenantID? = nil, limit: Int = 10_000) throws -> [TenantRecord] {
        try connection.rows(
            Self.selectRecord + " WHERE tenant_id > $1 ORDER BY tenant_id LIMIT $2",
            [(after?.rawValue ?? 0).sql, limit.sql], Self.record)
    }

    public func record(_ id: TenantID) throws -> TenantRecord? {
        try connection.firstRow(Self.selectRecord + " WHERE tenant_id = $1", [id.sql], Self.record)
    }

    /// - Parameter deleteAfter: of one that is to be deleted.
    public func set(_ state: TenantState, of id: TenantID, at now: Timestamp, deleteAfter: Timestamp?) throws {
        try connection.run(
            "UPDATE tenants SET state = $2, state_changed_at = $3, delete_after = $4 WHERE tenant_id = $1",
            [id.sql, state.rawValue.sql, now.sql, deleteAfter.sql])
    }

    /// Name, time zone, locale and currency of the tenant with the number.
    public func update(_ tenant: Tenant) throws {
        try connection.run(
            "UPDATE tenants SET name = $2, time_zone = $3, locale = $4, currency = $5 WHERE tenant_id = $1",
            [
                tenant.id.sql, tenant.name.sql, tenant.timeZone.sql, tenant.locale.sql, tenant.currency.sql,
            ])
    }

    /// The tenant's own row, once there are no others of it; sessions that were in it are in none.
    public func remove(_ id: TenantID) throws {
        try connection.run("UPDATE sessions SET active_tenant_id = NULL WHERE active_tenant_id = $1", [id.sql])
        try connection.run("DELETE FROM tenants WHERE tenant_id = $1", [id.sql])
    }

    private static let selectRecord: SQL = """
        SELECT tenant_id, code, name, time_zone, locale, currency, state, created_at, state_changed_at, delete_after
        FROM tenants
        """

    private static func record(_ row: any SQLRow) -> TenantRecord {
        TenantRecord(
            tenant: tenant(row), createdAt: row.timestamp(7), stateChangedAt: row.optionalTimestamp(8),
            deleteAfter: row.optionalTimestamp(9))
    }
}
