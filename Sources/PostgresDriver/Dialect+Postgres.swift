public import Persistence

extension Dialect {
    /// PostgreSQL 15 or newer.
    public static let postgres = Dialect(
        name: "PostgreSQL",
        bytes: "BYTEA",
        countTables: """
            SELECT COUNT(*) FROM pg_catalog.pg_class
            WHERE relname = $1 AND relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
            """,
        databaseBytes: "SELECT pg_database_size(current_database())",
        clusteredByPrimaryKey: "",
        skippingLocked: " FOR UPDATE SKIP LOCKED"
    )
}
