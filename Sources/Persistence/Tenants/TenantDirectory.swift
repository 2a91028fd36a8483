public import GridModel

/// Finds and makes tenants. The one repository without a scope, because a scope is what it leads to.
public struct TenantDirectory {
    private let connection: any SQLConnection

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
        let next = try connection.firstRow("SELECT COALESCE(MAX(tenant_id), 0) + 1 FROM tenants") { $0.integer(0) } ?? 1
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

    private static let select: SQL = "SELECT tenant_id, code, name, time_zone, locale, currency, state FROM tenants"

    private static func tenant(_ row: any SQLRow) -> Tenant {
        Tenant(
            id: row.id(0), code: row.text(1), name: row.text(2), timeZone: row.text(3), locale: row.text(4),
            currency: row.text(5), state: TenantState(rawValue: row.text(6)) ?? .suspended)
    }
}
