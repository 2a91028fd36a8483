import DatabaseTesting
import GridModel
import Persistence
import Testing

/// Every table, read and changed in a tenant's own transaction by statements whose filter by tenant was left out on
/// purpose: PostgreSQL shows and changes none but that tenant's rows.
@Suite(.onPostgres) struct RemovedFilterTests {
    let temporary: TemporaryDatabase
    let first: TenantScope
    let second: TenantScope

    init() async throws {
        temporary = try await TemporaryDatabase.migrated(.postgres, as: .application)
        first = try await temporary.tenant("first")
        second = try await temporary.tenant("second")
        let owner = try RawConnection(url: try #require(temporary.url(as: .owner)))
        try owner.query("BEGIN; SET LOCAL app.platform = 'on'; \(Self.fill); COMMIT")
        try owner.query(Self.careless)
    }

    @Test func everyTableOfTenantsShowsATenantItsOwnRowsAlone() async throws {
        let tables = try tables(ofTenants: true)
        #expect(tables.count > 35)
        // There is something to be leaked: without it, this test would prove nothing.
        let all = try await temporary.database.readUnscoped { try Self.seen($0) }
        #expect(Set(all.keys) == Set(tables))
        #expect(all.values.allSatisfy { $0.isSuperset(of: ["1", "2"]) })
        for scope in [first, second] {
            let seen = try await temporary.database.read(scope) { try Self.seen($0.connection) }
            #expect(seen == tables.reduce(into: [:]) { $0[$1] = ["\(scope.tenant)"] })
        }
    }

    @Test func everyTableOfThePlatformShowsATenantNothing() async throws {
        let tables = try tables(ofTenants: false)
        #expect(tables.count > 5)
        #expect(try await temporary.database.readUnscoped { try Self.platformCounts($0) }.values.allSatisfy { $0 > 0 })
        let seen = try await temporary.database.read(first) { try Self.platformCounts($0.connection) }
        #expect(seen == tables.reduce(into: [:]) { $0[$1] = 0 })
    }

    @Test func everyTableIsEmptyForAConnectionThatNamesNoTenant() throws {
        let raw = try RawConnection(url: try #require(temporary.url(as: .application)))
        for table in try tables(ofTenants: true) + tables(ofTenants: false) {
            #expect(try raw.query("SELECT * FROM \(table)") == [], "\(table)")
        }
    }

    @Test func changingAndDeletingEverythingTouchesATenantsOwnRowsAlone() async throws {
        // The application's role may change nothing there: see AuditProtectionTests.
        let tables = try tables(ofTenants: true).filter { $0 != "audit_entries" }
        let touched = try await temporary.database.write(first) { session in
            try session.connection.rows(
                """
                SELECT table_name::text, changed(table_name::text), removed(table_name::text) FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name = 'tenant_id' AND table_name <> 'audit_entries'
                """
            ) { Touched(table: $0.text(0), changed: $0.integer(1), removed: $0.integer(2)) }
        }
        #expect(Set(touched) == Set(tables.map { Touched(table: $0, changed: 1, removed: 1) }))
        let left = try await temporary.database.readUnscoped { try Self.seen($0) }
        for (table, tenants) in left where table != "audit_entries" {
            #expect(tenants.contains("2") && !tenants.contains("1"), "\(table)")
        }
    }

    private struct Touched: Hashable {
        let table: String
        let changed: Int64
        let removed: Int64
    }

    private func tables(ofTenants: Bool) throws -> [String] {
        let raw = try RawConnection(url: try #require(temporary.url(as: .owner)))
        return try raw.query(
            """
            SELECT relname FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
            AND relname <> 'schema_migrations' AND \(ofTenants ? "" : "NOT") EXISTS (
                SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND attname = 'tenant_id')
            """
        ).compactMap { $0[0] }
    }

    /// The tenants whose rows `SELECT … FROM table` shows, by table.
    private static func seen(_ connection: any SQLConnection) throws -> [String: Set<String>] {
        let rows = try connection.rows(
            """
            SELECT table_name::text,
                (SELECT string_agg(DISTINCT s::text, ',' ORDER BY s::text) FROM seen(table_name::text) s)
            FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id'
            """
        ) { row in
            (row.text(0), Set((row.optionalText(1) ?? "").split(separator: ",").map(String.init)))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private static func platformCounts(_ connection: any SQLConnection) throws -> [String: Int64] {
        let rows = try connection.rows(
            """
            SELECT table_name::text, counted(table_name::text) FROM information_schema.tables t
            WHERE table_schema = 'public' AND table_name <> 'schema_migrations' AND NOT EXISTS (
                SELECT FROM information_schema.columns c WHERE c.table_schema = 'public'
                AND c.table_name = t.table_name AND c.column_name = 'tenant_id')
            """
        ) { ($0.text(0), $0.integer(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// A row of each tenant in every table, whatever its columns are: what the values mean is checked by others.
    private static let fill = """
        DO $$
        DECLARE
            found record;
            names text;
            given text;
        BEGIN
            FOR found IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint
                WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace
            LOOP
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.owner, found.conname);
            END LOOP;
            FOR tenant IN 1..2 LOOP
                FOR found IN SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p')
                    AND relnamespace = 'public'::regnamespace AND relname <> 'schema_migrations'
                LOOP
                    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
                        string_agg(CASE
                            WHEN atttypid = 'text'::regtype THEN quote_literal('row of ' || tenant)
                            WHEN atttypid = 'bytea'::regtype THEN format('decode(%L, ''hex'')', '0' || tenant)
                            ELSE tenant::text END, ', ' ORDER BY attnum)
                    INTO names, given
                    FROM pg_attribute WHERE attrelid = found.oid AND attnum > 0 AND NOT attisdropped;
                    EXECUTE format('INSERT INTO %I (%s) VALUES (%s) ON CONFLICT DO NOTHING', found.relname, names, given);
                END LOOP;
            END LOOP;
        END $$
        """

    /// Statements without any filter, run with the caller's rights.
    private static let careless = """
        CREATE FUNCTION seen(name text) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
        BEGIN RETURN QUERY EXECUTE format('SELECT tenant_id FROM %I', name); END $$;
        CREATE FUNCTION counted(name text) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE n bigint; BEGIN EXECUTE format('SELECT COUNT(*) FROM %I', name) INTO n; RETURN n; END $$;
        CREATE FUNCTION changed(name text) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE n bigint;
        BEGIN
            EXECUTE format('UPDATE %I SET tenant_id = tenant_id', name); GET DIAGNOSTICS n = ROW_COUNT; RETURN n;
        END $$;
        CREATE FUNCTION removed(name text) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE n bigint;
        BEGIN EXECUTE format('DELETE FROM %I', name); GET DIAGNOSTICS n = ROW_COUNT; RETURN n; END $$;
        """
}
