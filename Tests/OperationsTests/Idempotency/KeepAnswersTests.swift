import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Synchronization
import Testing

@Suite struct KeepAnswersTests {
    private let temporary: TemporaryDatabase
    private let scope: TenantScope
    private let key: MasterKey
    private let now = Clock()

    private final class Clock: Sendable {
        let seconds = Mutex<Int64>(1_000_000)
    }

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("town")
        key = try #require(MasterKey(bytes: MasterKey.makeBytes()))
    }

    private func answers(_ key: MasterKey? = nil, of other: TenantScope? = nil) -> KeepAnswers {
        KeepAnswers(
            database: temporary.database, scope: other ?? scope, keys: MasterKeyRing(current: key ?? self.key),
            abandonedSeconds: 65,
            now: { [now] in Timestamp(secondsSinceEpoch: now.seconds.withLock { $0 }) })
    }

    private func pass(_ seconds: Int64) { now.seconds.withLock { $0 += seconds } }

    private func request(_ key: String = "k", of principal: String = "user 1", hash: [UInt8] = [1]) -> IdempotentRequest
    {
        IdempotentRequest(principal: principal, key: key, hash: hash)
    }

    private func claim(_ request: IdempotentRequest) async throws -> KeepAnswers.Claim {
        guard case .begun(let claim) = try await answers().begin(request) else {
            throw DatabaseError(.other, detail: "It was not begun.")
        }
        return claim
    }

    private let answer = KeptAnswer(
        status: 201, headers: ["location": "/x"], body: Array(#"{"token":"ugk_1_2_planted"}"#.utf8))

    @Test func aRepeatGetsTheAnswerAndNobodyElseDoes() async throws {
        try await answers().keep(answer, for: claim(request()))
        #expect(try await answers().begin(request()) == .answered(answer))
        #expect(try await answers().begin(request(hash: [2])) == .isTaken)
        _ = try await claim(request(of: "key 1"))
        let other = try await temporary.tenant("other")
        guard case .begun = try await answers(of: other).begin(request()) else {
            Issue.record("Another tenant met the key.")
            return
        }
    }

    @Test func aSecretInAnAnswerIsStoredSealed() async throws {
        try await answers().keep(answer, for: claim(request()))
        let stored = try await temporary.database.read(scope) { session in
            try session.connection.rows("SELECT body FROM idempotency_keys WHERE status = 201") { $0.blob(0) }
        }
        #expect(stored.count == 1 && !String(decoding: stored[0], as: UTF8.self).contains("planted"))
        // Once the key is gone, the request is still known to have been carried out.
        let another = try #require(MasterKey(bytes: MasterKey.makeBytes()))
        #expect(try await answers(another).begin(request()) == .answered(nil))
    }

    @Test func aRequestUnderWayIsNotBegunTwiceUntilItCountsAsAbandoned() async throws {
        let first = try await claim(request())
        pass(60)
        #expect(try await answers().begin(request()) == .isUnderWay(seconds: 5))
        pass(5)
        let second = try await claim(request())
        // The first was only slow: what it brings is not the second's answer.
        try await answers().keep(answer, for: first)
        try await answers().release(first)
        #expect(try await answers().begin(request()) == .isUnderWay(seconds: 65))
        try await answers().release(second)
        _ = try await claim(request(hash: [3]))
    }

    @Test func anAnswerThatIsTooLargeIsNotKeptButItsRequestIs() async throws {
        let large = KeptAnswer(
            status: 200, headers: [:], body: [UInt8](repeating: 32, count: KeepAnswers.mostBodyBytes + 1))
        try await answers().keep(large, for: claim(request()))
        #expect(try await answers().begin(request()) == .answered(nil))
    }

    @Test func keysAreKnownForADay() async throws {
        try await answers().keep(answer, for: claim(request()))
        pass(KeepAnswers.lifetimeSeconds - 1)
        #expect(try await answers().sweep() == 0)
        #expect(try await answers().begin(request()) == .answered(answer))
        pass(2)
        #expect(try await answers().sweep() == 1)
        _ = try await claim(request())
    }

    @Test func aPrincipalHasSoManyKeysAndNoMore() async throws {
        let (now, most) = (now.seconds.withLock { $0 }, KeepAnswers.mostKeys)
        try await temporary.database.write(scope) { session in
            let keys = IdempotencyKeyRepository(session)
            for number in 0..<most {
                try keys.begin(
                    .init(principal: "user 1", key: "\(number)"), requestHash: [1],
                    at: Timestamp(secondsSinceEpoch: now))
            }
        }
        #expect(try await answers().begin(request("one more")) == .isFull)
        #expect(try await answers().begin(request("7")) == .isUnderWay(seconds: 65))
        _ = try await claim(request(of: "user 2"))
    }

    @Test func changeIsRefusedInsideItsTransaction() async throws {
        struct Changed: Error {}
        let manage = ManageSettings(database: temporary.database, scope: scope)
        let before = try await manage.settings()
        var wanted = before
        wanted.name = "Other"
        await #expect(throws: Changed.self) {
            try await manage.set(
                wanted, by: .tester,
                if: {
                    #expect($0 == before)
                    throw Changed()
                })
        }
        #expect(try await manage.settings() == before)
        let log = try await AuditQueries(database: temporary.database, scope: scope).list(
            AuditFilter(), before: nil, limit: 9)
        #expect(log.isEmpty)
    }
}
