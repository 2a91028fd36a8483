/// A table whose rows are added, or replaced where there is one with the same key.
public struct UpsertTarget: Hashable, Sendable {
    public let table: SQL
    public let columns: [SQL]
    /// `ON CONFLICT (…) DO UPDATE SET …`
    public let conflictClause: SQL
    /// For one row, its values as `$1`, `$2` … in the order of the columns.
    public let statement: SQL

    /// - Parameters:
    ///   - key: the first columns; they are the table's primary key.
    ///   - values: the columns that are replaced.
    public init(_ table: SQL, key: [SQL], values: [SQL]) {
        self.table = table
        columns = key + values
        conflictClause =
            " ON CONFLICT (" + Self.joined(key) + ") DO UPDATE SET "
            + Self.joined(values.map { $0 + " = excluded." + $0 })
        statement =
            "INSERT INTO " + table + " (" + Self.joined(columns) + ") VALUES ("
            + Self.joined(columns.indices.map { SQL.parameter($0 + 1) }) + ")" + conflictClause
    }

    private static func joined(_ parts: [SQL]) -> SQL {
        parts.dropFirst().reduce(parts.first ?? "") { $0 + ", " + $1 }
    }
}
