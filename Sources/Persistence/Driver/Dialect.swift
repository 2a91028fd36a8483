/// What differs between the engines in otherwise common SQL.
public struct Dialect: Sendable, Hashable {
    public let name: String
    /// The type of a column of bytes.
    public let bytes: SQL
    /// Counts the tables named `$1`.
    public let countTables: SQL
    /// What ends a CREATE TABLE whose rows should lie in the order of their primary key.
    public let clusteredByPrimaryKey: SQL

    public init(name: String, bytes: SQL, countTables: SQL, clusteredByPrimaryKey: SQL) {
        self.name = name
        self.bytes = bytes
        self.countTables = countTables
        self.clusteredByPrimaryKey = clusteredByPrimaryKey
    }
}
