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

    /// Every column of the tables that have a `tenant_id`: the table's name, the column's name, its type, its place in the
    /// primary key from 1, or 0. In the order of tables and columns.
    public let tenantColumns: SQL
    /// Deletes entries of the audit log of tenant `$1`, which is being deleted: at most `$2`, a row for each.
    public let eraseAuditLog: SQL
    /// Holds the audit log `$1` until the transaction ends, so that nobody else adds to it; nil: there is one writer anyway.
    public let lockAuditLog: SQL?

    public init(
        name: String, bytes: SQL, countTables: SQL, databaseBytes: SQL, clusteredByPrimaryKey: SQL, skippingLocked: SQL,
        tenantColumns: SQL, eraseAuditLog: SQL, lockAuditLog: SQL? = nil
    ) {
        self.name = name
        self.bytes = bytes
        self.countTables = countTables
        self.databaseBytes = databaseBytes
        self.clusteredByPrimaryKey = clusteredByPrimaryKey
        self.skippingLocked = skippingLocked
        self.tenantColumns = tenantColumns
        self.eraseAuditLog = eraseAuditLog
        self.lockAuditLog = lockAuditLog
    }
}
