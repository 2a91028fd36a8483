import DatabaseTesting
import Foundation
import GridModel
import Identity
import Operations
import Persistence
import Synchronization
import Testing

@Suite struct EraseTenantTests {
    private struct Interruption: Error {}

    private let city: SmallCity
    private let folders: TenantFolders
    private let objects: URL

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let directory = city.temporary.directory
        objects = directory.appending(path: "objects")
        folders = TenantFolders(
            exports: directory.appending(path: "exports"), objects: objects,
            uploads: directory.appending(path: "uploads"))
        // Rows in many tables: readings, rollups, revisions, edits, jobs, documents, people, secrets, audit.
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5, 6, 7])
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [8])
        try await city.rollups()
        try await fill(city.scope)
    }

    private func fill(_ scope: TenantScope) async throws {
        _ = try await EstimationSettings(database: city.database, scope: scope).estimateNow(at: .epoch, by: .tester)
        _ = try await EstimationSettings(database: city.database, scope: scope).set(VEESettings(), by: .tester)
        let key = try #require(MasterKey(bytes: MasterKey.makeBytes()))
        try await TenantSecrets(
            database: city.database, scope: scope, keys: MasterKeyRing(current: key), now: { .epoch }
        ).set("openaq.key", to: [1, 2, 3], by: .tester)
        _ = try await ManageInvitations(
            database: city.database, scope: scope, links: InvitationLinks(publicURL: "https://grid.example"),
            now: { .epoch }
        ).create(email: "new@example.com", role: "viewer", by: .operating(.tester))
    }

    private var erase: EraseTenant { EraseTenant(database: city.database, folders: folders) }

    private func askToDelete() async throws -> TenantRecord {
        let manage = ManageTenants(database: city.database, now: { .epoch })
        return try #require(try await manage.delete(city.tenant.id, graceDays: 1, by: .tester))
    }

    private func tablesWithRows(of tenant: TenantID) async throws -> [String] {
        try await city.database.readUnscoped { connection in
            try TenantTable.all(connection).filter { try $0.holds(tenant, connection) }.map(\.name)
        }
    }

    @Test func nothingIsLeftInAnyTableThatTheSchemaHas() async throws {
        // A table that no list in the program can know.
        _ = try await city.database.changeSchema { connection in
            try connection.run(
                """
                CREATE TABLE invented (
                    tenant_id BIGINT NOT NULL, part BIGINT NOT NULL, note TEXT, PRIMARY KEY (tenant_id, part))
                """)
        }
        let other = try await city.temporary.tenant("other")
        try await fill(other)
        for scope in [city.scope, other] {
            _ = try await city.database.write(scope) { session in
                try session.connection.run(
                    "INSERT INTO invented (tenant_id, part, note) VALUES ($1, 1, 'x')", [session.scope.tenant.sql])
            }
        }
        let before = try await tablesWithRows(of: city.tenant.id)
        #expect(
            Set(before).isSuperset(of: ["invented", "series", "reading_blocks", "assets", "nodes", "audit_entries"]))
        let others = try await tablesWithRows(of: other.tenant)
        try FileManager.default.createDirectory(
            at: objects.appending(path: "tenant-\(city.tenant.id)"), withIntermediateDirectories: true)
        _ = try await askToDelete()
        let now = Timestamp(secondsSinceEpoch: 2 * 86_400)
        #expect(try await erase.due(at: now).map(\.tenant.id) == [city.tenant.id])
        let deleted = try await erase(city.tenant.id, now: now, by: .tester)
        #expect(deleted["invented"] == 1 && (deleted["reading_blocks"] ?? 0) > 0)
        #expect(try await tablesWithRows(of: city.tenant.id) == [])
        #expect(try await tablesWithRows(of: other.tenant) == others)
        // Nor mail that names it, which is the platform's; the other tenant's stays.
        let mails = try await city.database.readUnscoped { connection in
            try connection.rows("SELECT body FROM outbox") { $0.text(0) }
        }
        #expect(mails.count == 1 && !mails[0].contains("Small"))
        #expect(!FileManager.default.fileExists(atPath: objects.appending(path: "tenant-\(city.tenant.id)").path))
        #expect(try await erase.due(at: now).isEmpty)
        // The platform remembers, and the number is given to nobody again.
        let log = try await city.database.readUnscoped {
            try AuditRepository(platform: $0).list(AuditFilter(action: "tenant."), before: nil, limit: 1)
        }
        #expect(log.first?.event.action == "tenant.erase" && log.first?.event.before == #"{"code":"small"}"#)
        let next = try await city.temporary.tenant("next")
        #expect(next.tenant > other.tenant && next.tenant > city.tenant.id)
    }

    @Test func exportComesFirstAndIsWhole() async throws {
        let record = try await askToDelete()
        try await erase(city.tenant.id, now: Timestamp(secondsSinceEpoch: 2 * 86_400), by: .tester)
        let folder = folders.export(of: record)
        #expect(ExportTenant.isWhole(folder))
        func text(_ file: String) throws -> String {
            try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        }
        let readings = try text("readings.csv").split(separator: "\n")
        #expect(readings.count == 4)
        #expect(readings[1] == "meter,activeEnergyImport,2026-06-09T12:00:00Z,8,kWh,measured")
        let revisions = try text("reading_revisions.jsonl")
        #expect(!revisions.isEmpty)
        // Nothing that opens anything.
        #expect(try !text("invitations.jsonl").contains("token_hash"))
        #expect(try !text("tenant_secrets.jsonl").contains("sealed_value"))
        #expect(try text("audit_entries.jsonl").contains("previous_hash"))
        let manifest = try text(ExportTenant.manifest)
        #expect(manifest.contains(#""tenant" : "small""#) && manifest.contains(#""readings.csv" : 3"#))
    }

    @Test func deletionThatWasCutShortAnywhereGoesOn() async throws {
        _ = try await askToDelete()
        let now = Timestamp(secondsSinceEpoch: 2 * 86_400)
        // Cut short at every fifth step, further on each time.
        var steps = 5
        var runs = 0
        while true {
            let left = Mutex(steps)
            do {
                try await erase(city.tenant.id, now: now, by: .tester) { _ in
                    try left.withLock {
                        $0 -= 1
                        if $0 == 0 { throw Interruption() }
                    }
                }
                break
            } catch is Interruption {
                runs += 1
                steps += 5
                #expect(try await city.database.readUnscoped { try TenantDirectory($0).all() }.count == 1)
            }
        }
        #expect(runs > 5)
        #expect(try await tablesWithRows(of: city.tenant.id) == [])
    }

    @Test func nothingIsDeletedBeforeThePeriodOfGraceHasPassed() async throws {
        let now = Timestamp(secondsSinceEpoch: 3600)
        await #expect(throws: TenantStateRefusal.isNotToBeDeletedYet) {
            try await erase(city.tenant.id, now: now, by: .tester)
        }
        _ = try await askToDelete()
        #expect(try await erase.due(at: now).isEmpty)
        await #expect(throws: TenantStateRefusal.isNotToBeDeletedYet) {
            try await erase(city.tenant.id, now: now, by: .tester)
        }
        #expect(try await city.totalReadings() == 3)
    }

    @Test func tenantIsSuspendedResumedAndTakenBack() async throws {
        let clock = Mutex(Timestamp.epoch)
        let manage = ManageTenants(database: city.database, now: { clock.withLock { $0 } })
        let id = city.tenant.id
        #expect(try await manage.suspend(id, by: .tester)?.state == .suspended)
        #expect(try await manage.resume(id, by: .tester)?.state == .active)
        #expect(
            try await manage.delete(id, graceDays: 1, by: .tester)?.deleteAfter == Timestamp(secondsSinceEpoch: 86_400))
        await #expect(throws: TenantStateRefusal.isBeingDeleted) { try await manage.suspend(id, by: .tester) }
        await #expect(throws: TenantStateRefusal.isBeingDeleted) {
            try await manage.delete(id, graceDays: 1, by: .tester)
        }
        let back = try await manage.resume(id, by: .tester)
        #expect(back?.state == .active && back?.deleteAfter == nil)
        _ = try await manage.delete(id, graceDays: 1, by: .tester)
        clock.withLock { $0 = Timestamp(secondsSinceEpoch: 86_400) }
        await #expect(throws: TenantStateRefusal.graceHasPassed) { try await manage.resume(id, by: .tester) }
        await #expect(throws: MemberRefusal.self) { try await manage.delete(id, graceDays: 0, by: .tester) }
        #expect(try await manage.suspend(TenantID(99), by: .tester) == nil)
        let log = try await city.database.readUnscoped {
            try AuditRepository(platform: $0).list(AuditFilter(object: "tenant:\(id)"), before: nil, limit: 9)
        }
        #expect(
            log.map(\.event.action) == [
                "tenant.delete", "tenant.resume", "tenant.delete", "tenant.resume", "tenant.suspend",
            ])
    }
}
