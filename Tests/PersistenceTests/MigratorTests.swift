import DatabaseTesting
import GridModel
import Persistence
import Testing

@Suite struct MigratorTests {
    let temporary: TemporaryDatabase

    init() async throws {
        temporary = try await TemporaryDatabase()
    }

    @Test func emptyDatabaseIsBroughtToTheLatestVersion() async throws {
        let migrator = Migrator()
        #expect(try await migrator.version(of: temporary.database) == 0)
        #expect(try await migrator.migrate(temporary.database).count == migrator.latestVersion)
        #expect(migrator.latestVersion >= 1)
        #expect(try await migrator.version(of: temporary.database) == migrator.latestVersion)
    }

    @Test func migratingTwiceChangesNothing() async throws {
        try await Migrator().migrate(temporary.database)
        let tenant = try await temporary.tenant("kept")
        let before = try await schema()
        #expect(try await Migrator().migrate(temporary.database).isEmpty)
        #expect(try await schema() == before)
        let kept = try await temporary.database.readUnscoped { try TenantDirectory($0).all().map(\.id) }
        #expect(kept == [tenant.tenant])
    }

    @Test func refusesDatabaseOfANewerProgram() async throws {
        try await Migrator().migrate(temporary.database)
        let newer = Migrator().latestVersion + 1
        try await temporary.database.writeUnscoped {
            _ = try $0.run("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)", [newer.sql, "later".sql])
        }
        let error = try #require(
            await #expect(throws: MigrationError.self) {
                try await Migrator().migrate(temporary.database)
            })
        guard case .databaseIsNewer(let found, let known) = error else { return }
        #expect(found == newer)
        #expect(known == Migrator().latestVersion)
    }

    @Test(.onlySQLite("On PostgreSQL the row-level security tests hold it."))
    func everyTenantTableIsKeyedByTheTenantFirst() async throws {
        try await Migrator().migrate(temporary.database)
        let first = try await temporary.database.readUnscoped { connection in
            try connection.rows(
                """
                SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.pk = 1
                WHERE m.type = 'table'
                    AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) t WHERE t.name = 'tenant_id')
                """
            ) { [$0.text(0), $0.text(1)] }
        }
        #expect(first.count > 10)
        #expect(first.filter { $0[1] != "tenant_id" }.isEmpty)
    }

    /// A table that forgets its tenant would be everybody's: what has none is named here, with why.
    @Test(.onlySQLite("The same tables are there on PostgreSQL."))
    func onlyTheTablesOfThePlatformHaveNoTenant() async throws {
        try await Migrator().migrate(temporary.database)
        let without = try await temporary.database.readUnscoped { connection in
            try connection.rows(
                """
                SELECT m.name FROM sqlite_master m WHERE m.type = 'table'
                    AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) t WHERE t.name = 'tenant_id')
                ORDER BY m.name
                """
            ) { $0.text(0) }
        }
        let schema = ["schema_migrations"]
        let people = [
            "external_identities", "one_time_tokens", "recovery_codes", "sessions", "used_refresh_tokens", "users",
        ]
        let installation = ["failed_sign_ins", "outbox", "signing_keys"]
        #expect(without == (schema + people + installation).sorted())
    }

    private func schema() async throws -> [String] {
        try await temporary.database.readUnscoped { connection in
            try connection.rows(
                temporary.engine == .sqlite
                    ? "SELECT name, sql FROM sqlite_master ORDER BY name"
                    : "SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
            ) { $0.text(0) + $0.text(1) }
        }
    }
}
