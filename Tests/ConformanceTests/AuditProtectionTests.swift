import DatabaseTesting
import GridModel
import Identity
import Persistence
import Testing

/// On PostgreSQL the role that serves can add to the audit log and read it, and that is all.
@Suite(.onPostgres) struct AuditProtectionTests {
    private let temporary: TemporaryDatabase
    private let scope: TenantScope

    init() async throws {
        temporary = try await TemporaryDatabase.migrated(.postgres, as: .application)
        scope = try await temporary.tenant("town")
        try await temporary.database.write(scope) { session in
            for _ in 0..<3 {
                try AuditRepository(session).add(
                    AuditEvent(
                        actor: Actor(kind: .system, name: "test"), action: "a.b", objectKind: "c", objectID: "d"),
                    at: .epoch)
            }
        }
    }

    private func isRefused(_ sql: SQL) async throws -> Bool {
        do {
            try await temporary.database.writeUnscoped { _ = try $0.run(sql) }
            return false
        } catch let error as DatabaseError {
            return error.kind == .notPermitted
        }
    }

    private func count() async throws -> Int {
        try await temporary.database.read(scope) { session in
            try session.connection.firstRow("SELECT COUNT(*) FROM audit_entries") { $0.int(0) } ?? 0
        }
    }

    @Test(
        arguments: [
            "UPDATE audit_entries SET action = 'x.y'", "UPDATE audit_entries SET entry_id = entry_id + 1",
            "DELETE FROM audit_entries", "DELETE FROM audit_entries WHERE entry_id = 3", "TRUNCATE audit_entries",
            "DROP TABLE audit_entries", "ALTER TABLE audit_entries DISABLE ROW LEVEL SECURITY",
        ] as [SQL])
    func applicationCanNeitherChangeNorDeleteEntries(sql: SQL) async throws {
        #expect(try await isRefused(sql))
        #expect(try await count() == 3)
    }

    @Test func upsertThatWouldReplaceAnEntryIsRefused() async throws {
        #expect(
            try await isRefused(
                """
                INSERT INTO audit_entries SELECT * FROM audit_entries WHERE entry_id = 1
                ON CONFLICT (tenant_id, entry_id) DO UPDATE SET action = 'x.y'
                """))
        #expect(try await count() == 3)
    }

    @Test(arguments: [TenantState.active, .suspended, .deleting])
    func logGoesOnlyWithATenantWhosePeriodOfGraceHasPassed(state: TenantState) async throws {
        let tenant = scope.tenant
        let future = Timestamp(secondsSinceEpoch: 7_000_000_000)
        try await temporary.database.writeUnscoped {
            try TenantDirectory($0).set(state, of: tenant, at: .epoch, deleteAfter: future)
        }
        let error = await #expect(throws: DatabaseError.self) {
            try await temporary.database.administer(scope) {
                try AuditRepository.erase($0.scope.tenant, limit: 10, $0.connection)
            }
        }
        #expect(error?.kind == .notPermitted)
        #expect(try await count() == 3)
        try await temporary.database.writeUnscoped {
            try TenantDirectory($0).set(state, of: tenant, at: .epoch, deleteAfter: .epoch)
        }
        guard state == .deleting else { return }
        let erased = try await temporary.database.administer(scope) {
            try AuditRepository.erase($0.scope.tenant, limit: 2, $0.connection)
        }
        #expect(erased == 2)
        #expect(try await count() == 1)
    }

    @Test func platformsLogCanBeErasedByNobodyWhoServes() async throws {
        let error = await #expect(throws: DatabaseError.self) {
            try await temporary.database.writeUnscoped { try AuditRepository.erase(TenantID(0), limit: 10, $0) }
        }
        #expect(error?.kind == .notPermitted)
    }

    @Test func tenantsOwnWriteSeesNoTableOfThePlatformAndAdministeringDoes() async throws {
        let own = try await temporary.database.write(scope) { session in
            try session.connection.run("UPDATE users SET name = 'x'")
        }
        #expect(own == 0)
        _ = try await temporary.database.administer(scope) { session in
            try session.connection.run(
                "INSERT INTO users (user_id, email, name, is_platform_owner, created_at) VALUES (1, 'a', 'b', 0, 0)")
        }
        let refused = await #expect(throws: DatabaseError.self) {
            try await temporary.database.write(scope) { session in
                try session.connection.run(
                    "INSERT INTO users (user_id, email, name, is_platform_owner, created_at) VALUES (2, 'c', 'd', 0, 0)"
                )
            }
        }
        #expect(refused?.kind == .notPermitted)
    }
}
