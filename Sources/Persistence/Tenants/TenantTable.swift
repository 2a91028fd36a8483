public import GridModel

/// A table that has rows of tenants, as the database's own catalog describes it.
///
/// What is exported and deleted with a tenant is found here and not in a list that somebody has to remember.
public struct TenantTable: Hashable, Sendable {
    public struct Column: Hashable, Sendable {
        public enum Kind: Sendable {
            case integer, real, text, bytes
        }

        public let name: String
        public let kind: Kind
    }

    public let name: String
    public let columns: [Column]
    /// In the order of the primary key, which `tenant_id` leads.
    public let key: [Column]

    /// Every table with a `tenant_id`, by name.
    /// - Throws: `DatabaseError`
    public static func all(_ connection: any SQLConnection) throws -> [TenantTable] {
        var columns: [String: [Column]] = [:]
        var keys: [String: [(Int, Column)]] = [:]
        var names: [String] = []
        try connection.forEachRow(connection.dialect.tenantColumns, []) { row in
            let (table, position) = (row.text(0), row.int(3))
            let column = Column(name: row.text(1), kind: try kind(row.text(2), of: table))
            if columns[table] == nil { names.append(table) }
            columns[table, default: []].append(column)
            if position > 0 { keys[table, default: []].append((position, column)) }
        }
        return try names.map { name in
            let key = (keys[name] ?? []).sorted { $0.0 < $1.0 }.map(\.1)
            guard key.first?.name == "tenant_id" else {
                throw DatabaseError(.other, detail: "The primary key of \(name) does not begin with tenant_id.")
            }
            return TenantTable(name: name, columns: columns[name] ?? [], key: key)
        }
    }

    /// Deletes rows of a tenant.
    /// - Returns: how many; fewer than `limit` when none are left.
    /// - Throws: `DatabaseError.foreignKeyViolation` while other rows refer to them.
    public func delete(of tenant: TenantID, limit: Int, _ connection: any SQLConnection) throws -> Int {
        let (table, key) = (try SQL.identifier(name), try SQL.list(key.map { try SQL.identifier($0.name) }))
        return try connection.run(
            "DELETE FROM " + table + " WHERE (" + key + ") IN (SELECT " + key + " FROM " + table
                + " WHERE tenant_id = $1 LIMIT $2)", [tenant.sql, limit.sql])
    }

    /// Whether it has a row of a tenant.
    public func holds(_ tenant: TenantID, _ connection: any SQLConnection) throws -> Bool {
        try connection.firstRow(
            "SELECT 1 FROM " + SQL.identifier(name) + " WHERE tenant_id = $1 LIMIT 1", [tenant.sql]
        ) { _ in true } ?? false
    }

    /// Rows of a tenant in the order of the key, each as its values in the order of `columns`.
    /// - Parameter after: the key of the last row of the page before; nil: from the first.
    public func page(
        of tenant: TenantID, after: [SQLValue]?, limit: Int, _ connection: any SQLConnection
    ) throws -> [[SQLValue]] {
        let key = try SQL.list(key.map { try SQL.identifier($0.name) })
        var arguments: [SQLValue] = [tenant.sql, limit.sql]
        var following: SQL = ""
        if let after {
            let places = after.indices.map { SQL.parameter(arguments.count + $0 + 1) }
            following = " AND (" + key + ") > (" + SQL.list(places) + ")"
            arguments += after
        }
        let selected = try SQL.list(columns.map { try SQL.identifier($0.name) })
        return try connection.rows(
            "SELECT " + selected + " FROM " + SQL.identifier(name) + " WHERE tenant_id = $1" + following
                + " ORDER BY " + key + " LIMIT $2", arguments
        ) { row in columns.enumerated().map { index, column in Self.value(row, index, column.kind) } }
    }

    /// The key of a row that `page` gave.
    public func key(of row: [SQLValue]) -> [SQLValue] {
        key.compactMap { part in columns.firstIndex { $0.name == part.name }.map { row[$0] } }
    }

    private static func value(_ row: any SQLRow, _ index: Int, _ kind: Column.Kind) -> SQLValue {
        if row.isNull(index) { return .null }
        return switch kind {
        case .integer: .integer(row.integer(index))
        case .real: .real(row.real(index))
        case .text: .text(row.text(index))
        case .bytes: .blob(row.blob(index))
        }
    }

    private static func kind(_ declared: String, of table: String) throws -> Column.Kind {
        switch declared.lowercased() {
        case "bigint", "integer": .integer
        case "double precision": .real
        case "text": .text
        case "blob", "bytea": .bytes
        default: throw DatabaseError(.other, detail: "\(table) has a column of the type \(declared).")
        }
    }
}
