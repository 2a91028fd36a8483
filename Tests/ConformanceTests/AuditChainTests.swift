import DatabaseTesting
import GridModel
import Identity
import Persistence
import Testing

/// A tenant's writes and the platform's add to one log at the same time, and its chain has no forks.
@Suite struct AuditChainTests {
    @Test(arguments: TestEngine.available) func twoKindsOfWritersMakeOneChain(engine: TestEngine) async throws {
        let temporary = try await TemporaryDatabase.migrated(engine)
        let scope = try await temporary.tenant("town")
        let event = AuditEvent(
            actor: Actor(kind: .system, name: "test"), action: "a.b", objectKind: "c", objectID: "d")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await temporary.database.write(scope) { try AuditRepository($0).add(event, at: .epoch) }
                }
                group.addTask {
                    try await temporary.database.writeUnscoped {
                        try AuditRepository(platform: $0).add(event, at: .epoch)
                        try AuditRepository(of: scope.tenant, $0).add(event, at: .epoch)
                    }
                }
            }
            try await group.waitForAll()
        }
        let entries = try await temporary.database.read(scope) {
            try AuditRepository($0).page(after: 0, limit: 100)
        }
        #expect(entries.map(\.number) == Array(1...40))
        for (previous, next) in zip(entries, entries.dropFirst()) { #expect(next.previousHash == previous.hash) }
    }
}
