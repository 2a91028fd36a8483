import Persistence

/// Row-level security on every table that has a tenant, and what the application's role may do.
///
/// A row is there for a transaction that names its tenant, or that says it does the platform's own work; a transaction
/// that says neither sees nothing and adds nothing, whatever its SQL says. Tables without a tenant, such as accounts, are
/// the platform's own alone: no tenant's transaction sees them. `FORCE` holds the tables' owner to it too.
/// The settings are read once a statement, as an init plan, not once a row.
///
/// Entries of the audit log can be added and read, not changed and not deleted, by the application's role. With a
/// tenant its log goes too: by a function of the owner's that deletes the entries of none but a tenant whose period
/// of grace has passed. Of the platform's own log it can delete nothing: there is no tenant 0.
struct TableSecurity {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// - Parameter application: the role that serves; nil: the same that owns the tables.
    func apply(application: String?) throws {
        try connection.run(Self.protectTables)
        try connection.run(Self.eraseAuditLog)
        try connection.run(Self.pinSearchPath)
        guard let application else { return }
        try connection.run("SELECT set_config('app.application_role', $1, true)", [application.sql])
        try connection.run(Self.grant)
    }

    private static let protectTables: SQL = """
        DO $$
        DECLARE
            unprotected name;
            of_tenants boolean;
        BEGIN
            FOR unprotected, of_tenants IN
                SELECT c.relname, EXISTS (
                    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
                FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relname <> 'schema_migrations'
                AND NOT c.relforcerowsecurity AND c.relnamespace = current_schema()::regnamespace
            LOOP
                EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', unprotected);
                IF of_tenants THEN
                    EXECUTE format(
                        'CREATE POLICY tenant_rows ON %I
                        USING (tenant_id = (SELECT nullif(current_setting(''app.tenant'', true), '''')::bigint))',
                        unprotected);
                END IF;
                EXECUTE format(
                    'CREATE POLICY platform_rows ON %I
                    USING ((SELECT current_setting(''app.platform'', true)) = ''on'')', unprotected);
            END LOOP;
        END $$
        """

    private static let eraseAuditLog: SQL = """
        CREATE OR REPLACE FUNCTION erase_audit_log(erased bigint, most bigint) RETURNS SETOF bigint
        LANGUAGE plpgsql SECURITY DEFINER AS $function$
        BEGIN
            IF NOT EXISTS (
                SELECT FROM tenants WHERE tenant_id = erased AND state = 'deleting'
                AND delete_after <= extract(epoch FROM now()))
            THEN
                RAISE insufficient_privilege USING MESSAGE = 'This tenant is not to be deleted yet.';
            END IF;
            RETURN QUERY DELETE FROM audit_entries WHERE tenant_id = erased AND entry_id IN (
                SELECT entry_id FROM audit_entries WHERE tenant_id = erased ORDER BY entry_id DESC LIMIT most)
                RETURNING entry_id;
        END $function$
        """

    /// A function with its owner's rights must not find other tables than the owner's.
    private static let pinSearchPath: SQL = """
        DO $$
        BEGIN
            EXECUTE format(
                'ALTER FUNCTION erase_audit_log(bigint, bigint) SET search_path = %I, pg_temp', current_schema());
            REVOKE ALL ON FUNCTION erase_audit_log(bigint, bigint) FROM PUBLIC;
        END $$
        """

    /// Reading and changing rows, no more; the schema's version can only be read.
    private static let grant: SQL = """
        DO $$
        DECLARE
            application name := current_setting('app.application_role');
            granted name;
        BEGIN
            IF application = current_user THEN
                RETURN;
            END IF;
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), application);
            EXECUTE format('GRANT SELECT ON schema_migrations TO %I', application);
            FOR granted IN
                SELECT c.relname FROM pg_class c
                WHERE c.relkind IN ('r', 'p') AND c.relforcerowsecurity
                AND c.relnamespace = current_schema()::regnamespace
            LOOP
                EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', granted, application);
                IF granted = 'audit_entries' THEN
                    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', granted, application);
                ELSE
                    EXECUTE format('GRANT UPDATE, DELETE ON %I TO %I', granted, application);
                END IF;
            END LOOP;
            EXECUTE format('GRANT EXECUTE ON FUNCTION erase_audit_log(bigint, bigint) TO %I', application);
        END $$
        """
}
