import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct VerifyAuditTests {
    let temporary: TemporaryDatabase
    let scope: TenantScope

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("town")
        try await add(1...5)
    }

    private func add(_ numbers: ClosedRange<Int>) async throws {
        try await temporary.database.write(scope) { session in
            for number in numbers {
                try AuditRepository(session).add(
                    AuditEvent(
                        actor: .tester, action: "role.create", objectKind: "role", objectID: "r\(number)",
                        after: #"{"n":\#(number)}"#), at: Timestamp(secondsSinceEpoch: Int64(number)))
            }
        }
    }

    /// As somebody who owns the tables.
    private func tamper(_ sql: SQL...) async throws {
        let owner = try temporary.again(as: .owner)
        try await owner.writeUnscoped { connection in
            for sql in sql {
                let changed = try connection.run(sql)
                #expect(changed > 0)
            }
        }
        try await owner.close()
    }

    private func fault(expected: AuditHead? = nil) async throws -> AuditVerification.Fault? {
        try await VerifyAudit(database: temporary.database, tenant: scope.tenant)(expected: expected).fault
    }

    @Test func soundLogIsIntactToItsHead() async throws {
        let found = try await VerifyAudit(database: temporary.database, tenant: scope.tenant)()
        #expect(found.fault == nil && found.entries == 5 && found.head?.number == 5 && found.notedThrough == 0)
        let head = try #require(found.head)
        #expect(AuditHead(text: head.text) == head)
        #expect(AuditHead(text: "5:xyz") == nil && AuditHead(text: "0:" + head.hashText) == nil)
        let empty = try await VerifyAudit(database: temporary.database, tenant: TenantID(99))()
        #expect(empty.entries == 0 && empty.head == nil && empty.fault == nil)
    }

    @Test func longLogIsReadPageByPage() async throws {
        try await add(6...2300)
        let found = try await VerifyAudit(database: temporary.database, tenant: scope.tenant)()
        #expect(found.fault == nil && found.entries == 2300)
    }

    @Test(
        arguments: [
            "UPDATE audit_entries SET after = '{\"n\":9}' WHERE entry_id = 3",
            "UPDATE audit_entries SET after = NULL WHERE entry_id = 3",
            "UPDATE audit_entries SET actor_name = 'somebody' WHERE entry_id = 3",
            "UPDATE audit_entries SET at = at + 1 WHERE entry_id = 3",
            "UPDATE audit_entries SET outcome = 'refused' WHERE entry_id = 3",
            "UPDATE audit_entries SET address = '' WHERE entry_id = 3",
            "UPDATE audit_entries SET actor_kind = 'ghost' WHERE entry_id = 3",
        ] as [SQL])
    func changedEntryIsFound(sql: SQL) async throws {
        try await tamper(sql)
        #expect(try await fault() == .init(number: 3, kind: .changed))
    }

    @Test func removedEntryIsFoundAlsoWhenTheRestIsRenumbered() async throws {
        try await tamper("DELETE FROM audit_entries WHERE entry_id = 3")
        #expect(try await fault() == .init(number: 3, kind: .missing))
        try await tamper(
            "UPDATE audit_entries SET entry_id = 3 WHERE entry_id = 4",
            "UPDATE audit_entries SET entry_id = 4 WHERE entry_id = 5")
        #expect(try await fault() == .init(number: 3, kind: .unchained))
    }

    @Test func firstEntryCannotBeRemovedUnseen() async throws {
        try await tamper("DELETE FROM audit_entries WHERE entry_id = 1")
        #expect(try await fault() == .init(number: 1, kind: .missing))
    }

    @Test func insertedEntryIsFound() async throws {
        try await tamper(
            "UPDATE audit_entries SET entry_id = 6 WHERE entry_id = 5",
            """
            INSERT INTO audit_entries SELECT tenant_id, 5, at, actor_kind, actor_id, actor_name, address, request_id,
                action, outcome, object_kind, object_id, before, after, previous_hash, hash
            FROM audit_entries WHERE entry_id = 4 AND tenant_id <> 0
            """)
        #expect(try await fault() == .init(number: 5, kind: .unchained))
    }

    /// The chain alone cannot show it: only what was noted before can.
    @Test func cutOffEndIsFoundByTheHeadThatWasNoted() async throws {
        let before = try await VerifyAudit(database: temporary.database, tenant: scope.tenant)()
        try await tamper("DELETE FROM audit_entries WHERE entry_id = 5")
        #expect(try await fault() == nil)
        #expect(try await fault(expected: before.head) == .init(number: 5, kind: .truncated))
    }

    @Test func cutOffEndIsFoundByTheNoteInThePlatformsLog() async throws {
        let noted = try await AnchorAudit(database: temporary.database)()
        #expect(noted.tenants[scope.tenant]?.number == 5 && noted.platform != nil)
        // What has not grown is not noted again.
        #expect(try await AnchorAudit(database: temporary.database)().tenants.isEmpty)
        #expect(try await VerifyAudit(database: temporary.database, tenant: scope.tenant)().notedThrough == 5)
        try await tamper("DELETE FROM audit_entries WHERE entry_id = 5")
        #expect(try await fault() == .init(number: 5, kind: .truncated))
        // A new end with right hashes is another than was noted.
        try await add(7...7)
        #expect(try await fault() == .init(number: 5, kind: .rewritten))
    }

    @Test func platformsOwnLogIsVerified() async throws {
        try await AnchorAudit(database: temporary.database)()
        let found = try await VerifyAudit(database: temporary.database, tenant: nil)()
        #expect(found.fault == nil && found.entries == 1)
    }

    @Test func filtersTakeActorsActionsAndObjects() async throws {
        func numbers(_ filter: AuditFilter, before: Int64? = nil) async throws -> [Int64] {
            try await AuditQueries(database: temporary.database, scope: scope).list(filter, before: before, limit: 3)
                .map(\.number)
        }
        #expect(try await numbers(AuditFilter()) == [5, 4, 3])
        #expect(try await numbers(AuditFilter(), before: 3) == [2, 1])
        #expect(try await numbers(AuditFilter(actor: "7")) == [5, 4, 3])
        #expect(try await numbers(AuditFilter(actor: "m.ruiz@example.com", object: "role:r2")) == [2])
        #expect(try await numbers(AuditFilter(action: "role.")) == [5, 4, 3])
        #expect(try await numbers(AuditFilter(action: "rol")) == [])
        #expect(try await numbers(AuditFilter(action: "roles.")) == [])
        #expect(
            try await numbers(
                AuditFilter(from: Timestamp(secondsSinceEpoch: 2), to: Timestamp(secondsSinceEpoch: 3))) == [2])
    }

    @Test(arguments: [ExportAudit.Format.csv, .jsonl])
    func exportHoldsEveryEntryOldestFirst(format: ExportAudit.Format) async throws {
        try await add(6...1200)
        let export = ExportAudit(database: temporary.database, tenant: scope.tenant).prepare(
            AuditFilter(), as: format, name: "town")
        var bytes: [UInt8] = []
        try await export.write { bytes += $0 }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == (format == .csv ? 1201 : 1200))
        let first = try #require(lines.dropFirst(format == .csv ? 1 : 0).first)
        #expect(first.contains(format == .csv ? #"1,1970-01-01T00:00:01Z,user,7,"# : #""number":1,"#))
        #expect(lines.last?.contains("r1200") == true)
    }
}
