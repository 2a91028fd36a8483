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
        skippingLocked: " FOR UPDATE SKIP LOCKED",
        tenantColumns: """
            SELECT t.relname::text, a.attname::text, format_type(a.atttypid, NULL),
                COALESCE(array_position(k.indkey::int2[], a.attnum) + 1, 0)::bigint
            FROM pg_catalog.pg_class t
            JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_catalog.pg_index k ON k.indrelid = t.oid AND k.indisprimary
            WHERE t.relkind IN ('r', 'p') AND t.relnamespace = current_schema()::regnamespace AND EXISTS (
                SELECT FROM pg_catalog.pg_attribute x
                WHERE x.attrelid = t.oid AND x.attname = 'tenant_id' AND NOT x.attisdropped)
            ORDER BY t.relname, a.attnum
            """,
        // The application's role may not delete entries itself: see TableSecurity.
        eraseAuditLog: "SELECT erased FROM erase_audit_log($1, $2) AS erased",
        // `UG` and 3, beside the locks of TransactionKind, then the log.
        lockAuditLog: "SELECT pg_advisory_xact_lock(6144880229455233024 # $1::bigint)"
    )
}
