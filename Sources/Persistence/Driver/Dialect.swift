/// What differs between the engines in otherwise common SQL.
public struct Dialect: Sendable, Hashable {
    public let name: String
    /// The type of a column of bytes.
    public let bytes: SQL
    /// Counts the tables named `$1`.
    public let countTables: SQL
    /// How many bytes the database takes, without its log.
    public let databaseBytes: SQL
    /// What ends a CREATE TABLE whose rows should lie in the order of their primary key.
    public let clusteredByPrimaryKey: SQL
    /// What ends a SELECT that takes rows to change them, and leaves those alone that another transaction has taken.
    public let skippingLocked: SQL

    public init(
        name: String, bytes: SQL, countTables: SQL, databaseBytes: SQL, clusteredByPrimaryKey: SQL, skippingLocked: SQL
    ) {
        self.name = name
        self.bytes = bytes
        self.countTables = countTables
        self.databaseBytes = databaseBytes
        self.clusteredByPrimaryKey = clusteredByPrimaryKey
        self.skippingLocked = skippingLocked
    }
}
