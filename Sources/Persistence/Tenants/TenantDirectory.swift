public import GridModel

/// Finds and makes tenants. The one repository without a scope, because a scope is what it leads to.
public struct TenantDirectory {
    let connection: any SQLConnection

    public init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    public func all() throws -> [Tenant] {
        try connection.rows(Self.select + " ORDER BY tenant_id", [], Self.tenant)
    }

    public func tenant(code: String) throws -> Tenant? {
        try connection.firstRow(Self.select + " WHERE code = $1", [code.sql], Self.tenant)
    }

    /// - Throws: `DatabaseError.uniqueViolation` when the code is taken.
    public func create(
        code: String, name: String, timeZone: String, locale: String, currency: String, at now: Timestamp
    ) throws -> Tenant {
        let next = try nextNumber()
        try connection.run(
            """
            INSERT INTO tenants (tenant_id, code, name, time_zone, locale, currency, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [next.sql, code.sql, name.sql, timeZone.sql, locale.sql, currency.sql, now.sql]
        )
        try connection.notify(.identity)
        return Tenant(
            id: TenantID(next), code: code, name: name, timeZone: timeZone, locale: locale, currency: currency)
    }

    /// A number is given once, also where its tenant has been deleted: old tokens and addresses lead to nobody.
    private func nextNumber() throws -> Int64 {
        let greatest = try connection.firstRow("SELECT COALESCE(MAX(tenant_id), 0) FROM tenants") { $0.integer(0) } ?? 0
        let given = try connection.firstRow(
            "SELECT last_id FROM id_counters WHERE tenant_id = 0 AND name = 'tenant'"
        ) { $0.integer(0) }
        let next = max(greatest, given ?? 0) + 1
        try connection.run(
            """
            INSERT INTO id_counters (tenant_id, name, last_id) VALUES (0, 'tenant', $1)
            ON CONFLICT (tenant_id, name) DO UPDATE SET last_id = excluded.last_id
            """, [next.sql])
        return next
    }

    private static let select: SQL = "SELECT tenant_id, code, name, time_zone, locale, currency, state FROM tenants"

    static func tenant(_ row: any SQLRow) -> Tenant {
        Tenant(
            id: row.id(0), code: row.text(1), name: row.text(2), timeZone: row.text(3), locale: row.text(4),
            currency: row.text(5), state: TenantState(rawValue: row.text(6)) ?? .suspended)
    }
}
