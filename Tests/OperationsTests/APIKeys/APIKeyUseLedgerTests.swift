import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct APIKeyUseLedgerTests {
    private let tenant: KeyedTenant

    init() async throws {
        tenant = try await KeyedTenant()
    }

    private func hours(_ id: APIKeyID) async throws -> [APIKeyUse] {
        try #require(try await tenant.queries.use(of: id, from: nil, to: nil)).hours
    }

    @Test func useIsCountedByTheHourAndWrittenOnce() async throws {
        let made = try await tenant.make(APIKeyDraft(name: "a", scopes: ["grid.read"], allowedAddresses: ["192.0.2.7"]))
        for _ in 0..<3 { _ = try await tenant.access(made) }
        #expect(try await tenant.access(made, from: "198.51.100.1") == nil)
        // A wrong secret is nobody's use.
        let wrong = APIKeyToken(tenant: tenant.scope.tenant, key: made.key.id, secret: SecretToken())
        _ = try await tenant.authenticate(wrong.text, from: "192.0.2.7")
        #expect(try await hours(made.key.id).isEmpty)
        for _ in 0..<2 { try await tenant.ledger.flush(into: tenant.database, now: tenant.clock.now) }
        #expect(try await hours(made.key.id) == [APIKeyUse(hour: KeyedTenant.start, requests: 3, refused: 1)])
        #expect(try await tenant.queries.key(made.key.id)?.lastUsedAt == KeyedTenant.start)
    }

    @Test func whatCannotBeWrittenIsKept() async throws {
        let made = try await tenant.make()
        _ = try await tenant.access(made)
        let gone = try await KeyedTenant()
        try await gone.database.close()
        await #expect(throws: (any Error).self) {
            try await tenant.ledger.flush(into: gone.database, now: tenant.clock.now)
        }
        try await tenant.ledger.flush(into: tenant.database, now: tenant.clock.now)
        #expect(try await hours(made.key.id).map(\.requests) == [1])
    }

    @Test func memoryIsBoundedAndWhatIsLostIsTold() async throws {
        let ledger = APIKeyUseLedger(capacity: 2)
        for key in 1...3 {
            for _ in 0..<2 { ledger.count(APIKeyID(Int64(key)), of: tenant.scope, at: .epoch, isRefused: false) }
        }
        #expect(ledger.lostCount == 2)
    }

    @Test func useOlderThanItIsKeptIsDeleted() async throws {
        let made = try await tenant.make()
        let old = KeyedTenant.start - APIKeyUseLedger.keptSeconds - 3600
        _ = try await tenant.database.write(tenant.scope) {
            try APIKeyUseRepository($0).add(
                APIKeyUse(hour: old, requests: 1, refused: 0), of: made.key.id, lastUsedAt: old)
        }
        _ = try await tenant.access(made)
        try await tenant.ledger.flush(into: tenant.database, now: tenant.clock.now)
        let left = try await tenant.database.read(tenant.scope) {
            try APIKeyUseRepository($0).requests(
                of: made.key.id, in: TimeSpan(start: .epoch, end: KeyedTenant.start + 1))
        }
        #expect(left == 1)
    }

    @Test func aWindowOfUseIsWholeHoursAndBounded() async throws {
        let made = try await tenant.make()
        tenant.clock.now = KeyedTenant.start + 60
        let week = try #require(try await tenant.queries.use(of: made.key.id, from: nil, to: nil))
        #expect(week.span == TimeSpan(start: KeyedTenant.start - 7 * 86_400, end: KeyedTenant.start + 3600))
        let long = try #require(try await tenant.queries.use(of: made.key.id, from: .epoch, to: nil))
        #expect(long.span.seconds == 92 * 86_400)
        #expect(try await tenant.queries.use(of: APIKeyID(9), from: nil, to: nil) == nil)
    }
}
