import DatabaseTesting
import GridModel
import Persistence
import PostgresDriver
import Testing

/// PostgreSQL itself keeps tenants apart, whatever the SQL says.
@Suite(.onPostgres) struct RowLevelSecurityTests {
    let temporary: TemporaryDatabase
    let first: TenantScope
    let second: TenantScope

    init() async throws {
        temporary = try await TemporaryDatabase.migrated(.postgres, as: .application)
        first = try await temporary.tenant("first")
        second = try await temporary.tenant("second")
        for scope in [first, second] {
            try await temporary.database.write(scope) { session in
                for name in ["a", "b"] {
                    try session.connection.run(
                        "INSERT INTO id_counters (tenant_id, name, last_id) VALUES ($1, $2, 1)",
                        [session.scope.tenant.sql, name.sql])
                }
            }
        }
    }

    @Test(arguments: [TemporaryDatabase.Role.application, .owner])
    func aQueryWithoutScopeReturnsNothing(role: TemporaryDatabase.Role) async throws {
        let raw = try RawConnection(url: try #require(temporary.url(as: role)))
        #expect(try raw.query("SELECT * FROM id_counters") == [])
        #expect(try raw.query("SELECT * FROM tenants") == [])
        #expect(try raw.query("SELECT COUNT(*) FROM id_counters") == [["0"]])
        #expect(
            try raw.query("WITH gone AS (DELETE FROM id_counters RETURNING 1) SELECT COUNT(*) FROM gone") == [["0"]])
        #expect(try await counters(first) == 2)
    }

    /// A setting that was made once is empty, not absent, for the rest of the connection.
    @Test func aConnectionThatServedATenantBeforeSeesNothingWithoutScope() async throws {
        let raw = try RawConnection(url: try #require(temporary.url(as: .application)))
        try raw.query("BEGIN; SET LOCAL app.tenant = '\(first.tenant.rawValue)'")
        #expect(try raw.query("SELECT COUNT(*) FROM id_counters") == [["2"]])
        try raw.query("COMMIT")
        #expect(try raw.query("SELECT COUNT(*) FROM id_counters") == [["0"]])
        try raw.query("BEGIN; SET LOCAL app.platform = 'on'; COMMIT")
        #expect(try raw.query("SELECT COUNT(*) FROM id_counters") == [["0"]])
    }

    @Test func everyTransactionOfOneConnectionSeesItsOwnTenant() async throws {
        let narrow = try temporary.again(as: .application) { $0.maximumConnections = 1 }
        for scope in [first, second, first] {
            #expect(try await narrow.read(scope) { try Self.tenants($0.connection) } == [scope.tenant.rawValue])
        }
        // 0: the counters of the platform's own, such as that of tenants.
        #expect(try await narrow.readUnscoped { try Self.tenants($0) } == [0, 1, 2])
        #expect(try await narrow.read(second) { try Self.tenants($0.connection) } == [second.tenant.rawValue])
        try await narrow.close()
    }

    @Test func aStatementThatForgetsTheTenantTouchesOnlyTheTransactionsOwn() async throws {
        let changed = try await temporary.database.write(first) { session in
            [
                try session.connection.run("UPDATE id_counters SET last_id = 100"),
                try session.connection.run("DELETE FROM id_counters WHERE name = 'b'"),
            ]
        }
        #expect(changed == [2, 1])
        #expect(try await counters(first) == 1)
        #expect(try await counters(second) == 2)
        let untouched = try await temporary.database.read(second) {
            try $0.connection.firstRow("SELECT MAX(last_id) FROM id_counters") { $0.int(0) }
        }
        #expect(untouched == 1)
    }

    @Test func aRowOfAnotherTenantCanNeitherBeAddedNorBeMadeOfOnesOwn() async throws {
        for append in [false, true] {
            let other = second.tenant.sql
            let adding = try await #require(throws: DatabaseError.self) {
                let body: @Sendable (TenantSession) throws -> Void = {
                    try $0.connection.run(
                        "INSERT INTO id_counters (tenant_id, name, last_id) VALUES ($1, 'c', 1)", [other])
                }
                if append {
                    try await temporary.database.append(first, body)
                } else {
                    try await temporary.database.write(first, body)
                }
            }
            #expect(adding.kind == .notPermitted)
        }
        let other = second.tenant.sql
        let moving = try await #require(throws: DatabaseError.self) {
            try await temporary.database.write(first) {
                _ = try $0.connection.run("UPDATE id_counters SET tenant_id = $1, name = 'c'", [other])
            }
        }
        #expect(moving.kind == .notPermitted)
        #expect(try await counters(second) == 2)
    }

    @Test(arguments: [1, 500]) func manyRowsOfAnotherTenantAreRefusedAsOneIs(count: Int) async throws {
        let target = UpsertTarget("id_counters", key: ["tenant_id", "name"], values: ["last_id"])
        let rows = { (scope: TenantScope) in
            (0..<count).map { [scope.tenant.sql, "many \($0)".sql, 7.sql] }
        }
        let (own, foreign) = (rows(first), rows(second))
        try await temporary.database.write(first) { try $0.connection.upsert(own, into: target) }
        #expect(try await counters(first) == 2 + count)
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.write(first) { try $0.connection.upsert(foreign, into: target) }
        }
        #expect(error.kind == .notPermitted)
        #expect(try await counters(second) == 2)
    }

    /// Tables of the platform have no tenant, and are as protected.
    @Test func everyTableIsProtectedAndThoseOfTenantsAreKeyedByTheTenantFirst() async throws {
        let raw = try RawConnection(url: try #require(temporary.url(as: .owner)))
        let tables = try raw.query(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace")
        #expect(tables.count > 20)
        let unprotected = try raw.query(
            """
            SELECT relname FROM pg_class c
            WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname <> 'schema_migrations'
            AND NOT (relrowsecurity AND relforcerowsecurity AND (
                NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
                OR EXISTS (
                    SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname = 'tenant_id')))
            """)
        #expect(unprotected == [])
    }

    @Test(arguments: [
        "CREATE TABLE mine (n BIGINT)", "DROP TABLE id_counters", "ALTER TABLE id_counters DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant_rows ON id_counters", "TRUNCATE id_counters", "CREATE INDEX mine ON id_counters (name)",
        "SET ROLE urbangrid_test_owner", "DELETE FROM schema_migrations",
        "INSERT INTO schema_migrations (version, name) VALUES (9999, 'mine')",
        "COPY id_counters TO PROGRAM 'cat'", "SET session_replication_role = replica",
    ])
    func theApplicationsRoleMayChangeRowsAndNothingElse(statement: String) async throws {
        let raw = try RawConnection(url: try #require(temporary.url(as: .application)))
        let error = try #require(throws: RawConnectionError.self) { try raw.query(statement) }
        #expect(error.sqlState == "42501")
    }

    @Test func whatTheServerDoesNotPermitIsThatKindOfError() async throws {
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.writeUnscoped { _ = try $0.run("DROP TABLE id_counters") }
        }
        #expect(error.kind == .notPermitted)
    }

    @Test func aRoleThatRowLevelSecurityDoesNotBindIsRefused() async throws {
        let superuser = PostgresDatabase(PostgresOptions(connection: try #require(PostgresServer.shared).url()))
        let error = try await #require(throws: DatabaseError.self) { try await superuser.requireBoundRole() }
        #expect(error.kind == .notPermitted)
        try await superuser.close()
        for role in [TemporaryDatabase.Role.application, .owner] {
            let bound = PostgresDatabase(PostgresOptions(connection: try #require(temporary.url(as: role))))
            try await bound.requireBoundRole()
            try await bound.close()
        }
    }

    private func counters(_ scope: TenantScope) async throws -> Int? {
        try await temporary.database.read(scope) {
            try $0.connection.firstRow("SELECT COUNT(*) FROM id_counters") { $0.int(0) }
        }
    }

    private static func tenants(_ connection: any SQLConnection) throws -> [Int64] {
        try connection.rows("SELECT DISTINCT tenant_id FROM id_counters ORDER BY tenant_id") { $0.integer(0) }
    }
}
