import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct RefusalLedgerTests {
    private let temporary: TemporaryDatabase
    private let scope: TenantScope
    private let now = Timestamp(secondsSinceEpoch: 1_795_424_400)

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("town")
    }

    private func refusal(_ route: String, by id: String = "7", in scope: TenantScope?) -> AccessRefusal {
        AccessRefusal(
            actor: Actor(kind: .user, id: id, name: "m.ruiz@example.com", address: "192.0.2.7", requestID: "r1"),
            scope: scope, route: route, needs: "keys.read")
    }

    private func entries(_ tenant: TenantID?) async throws -> [AuditEntry] {
        try await temporary.database.readUnscoped { connection in
            let log = tenant.map { AuditRepository(of: $0, connection) } ?? AuditRepository(platform: connection)
            return try log.page(AuditFilter(action: "access.refuse"), after: 0, limit: 1000)
        }
    }

    @Test func aRefusalStandsInTheLogOfItsTenantOrOfThePlatform() async throws {
        let ledger = RefusalLedger()
        ledger.add(refusal("GET /api/v1/api-keys", in: scope), at: now)
        ledger.add(refusal("GET /api/v1/platform/tenants", in: nil), at: now)
        try await ledger.flush(into: temporary.database)
        try await ledger.flush(into: temporary.database)
        let entry = try #require(try await entries(scope.tenant).first)
        #expect(entry.at == now && entry.event.outcome == .refused && entry.event.actor.id == "7")
        #expect(entry.event.objectKind == "route" && entry.event.objectID == "GET /api/v1/api-keys")
        #expect(entry.event.after == #"{"needs":"keys.read"}"#)
        #expect(try await entries(scope.tenant).count == 1)
        #expect(try await entries(nil).map(\.event.objectID) == ["GET /api/v1/platform/tenants"])
    }

    @Test func theSameOfTheSameIsToldOnceAMinute() async throws {
        let ledger = RefusalLedger()
        for second in Int64(0)..<120 { ledger.add(refusal("GET /a", in: scope), at: now + second) }
        ledger.add(refusal("GET /b", in: scope), at: now)
        ledger.add(refusal("GET /a", by: "8", in: scope), at: now)
        try await ledger.flush(into: temporary.database)
        #expect(try await entries(scope.tenant).count == 4)
        #expect(ledger.repeatedCount == 118 && ledger.lostCount == 0)
    }

    @Test func aFloodFillsNeitherALogNorMemory() async throws {
        let ledger = RefusalLedger()
        for id in 0..<500 { ledger.add(refusal("GET /a", by: "\(id)", in: scope), at: now) }
        // Another tenant's log has room.
        let other = try await temporary.tenant("zoo")
        ledger.add(refusal("GET /a", in: other), at: now)
        try await ledger.flush(into: temporary.database)
        #expect(try await entries(scope.tenant).count == RefusalLedger.mostPerMinute)
        #expect(ledger.lostCount == Int64(500 - RefusalLedger.mostPerMinute))
        #expect(try await entries(other.tenant).count == 1)
        let small = RefusalLedger(capacity: 3)
        for id in 0..<5 { small.add(refusal("GET /a", by: "\(id)", in: scope), at: now) }
        #expect(small.lostCount == 2)
    }

    @Test func whatCannotBeWrittenIsKept() async throws {
        let ledger = RefusalLedger()
        ledger.add(refusal("GET /a", in: scope), at: now)
        let gone = try await TemporaryDatabase.migrated()
        try await gone.database.close()
        await #expect(throws: (any Error).self) { try await ledger.flush(into: gone.database) }
        try await ledger.flush(into: temporary.database)
        #expect(try await entries(scope.tenant).count == 1)
    }
}
