import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct ReadOutboxTests {
    @Test func aLookIsNotedOnceInAQuarterOfAnHourForEachWhoLooks() async throws {
        let temporary = try await TemporaryDatabase.migrated()
        let clock = TestClock(Timestamp(secondsSinceEpoch: 1_795_424_400))
        let outbox = ReadOutbox(database: temporary.database, now: { clock.now })
        let owner = Actor(kind: .user, id: "1", name: "owner@example.com")
        func looks() async throws -> [String] {
            try await temporary.database.readUnscoped {
                try AuditRepository(platform: $0).list(AuditFilter(action: "outbox.read"), before: nil, limit: 9)
                    .map(\.event.actor.name)
            }
        }
        for _ in 1...3 { #expect(try await outbox(before: nil, limit: 9, by: owner).isEmpty) }
        #expect(try await looks() == ["owner@example.com"])
        _ = try await outbox(before: nil, limit: 9, by: Actor(kind: .user, id: "2", name: "second@example.com"))
        #expect(try await looks() == ["second@example.com", "owner@example.com"])
        clock.now = clock.now + ReadOutbox.lookSeconds
        _ = try await outbox(before: nil, limit: 9, by: owner)
        #expect(try await looks().count == 2)
        clock.now = clock.now + 1
        _ = try await outbox(before: nil, limit: 9, by: owner)
        #expect(try await looks().count == 3)
    }
}
