import Foundation
import GridModel
import Identity
import Observability
import Synchronization
import Testing

@testable import RedisDriver

@Suite(.enabled(if: RedisServer.program != nil, "redis-server is not installed: nothing is tested with Redis"))
struct RedisRateCounterTests {
    private let limit = RateLimit(perMinute: 1, burst: 5)

    /// A client whose service runs while `body` does.
    private func connected<Value: Sendable>(
        to text: String, timeout: Duration = .seconds(10), isExpected: Bool = true,
        _ body: (RedisClient, Mutexed) async throws -> Value
    ) async throws -> Value {
        let address = try #require(RedisAddress(text))
        let log = Mutexed()
        let client = RedisClient(address, timeout: timeout) { error in log.add(error) }
        let service = Task { try await client.run() }
        defer { service.cancel() }
        if isExpected { try await until { client.isConnected } }
        return try await body(client, log)
    }

    private func until(_ isTrue: () async -> Bool) async throws {
        while await !isTrue() { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// What a client told of its connection.
    final class Mutexed: Sendable {
        private let told = Mutex<[RedisError?]>([])

        var errors: [RedisError] { told.withLock { $0.compactMap(\.self) } }

        func add(_ error: RedisError?) { told.withLock { $0.append(error) } }
    }

    @Test func twoProcessesTakeFromOneBucket() async throws {
        let server = try RedisServer()
        let url = "redis://127.0.0.1:\(server.port)"
        try await connected(to: url) { one, _ in
            try await connected(to: url) { two, _ in
                let counters = [RedisRateCounter(one), RedisRateCounter(two)]
                let subject = RateSubject(address: "192.0.2.1", .any)
                var decisions: [RateDecision] = []
                for turn in 0..<6 { decisions.append(await counters[turn % 2].take(subject, limit)) }
                #expect(decisions.map(\.isAllowed) == [true, true, true, true, true, false])
                #expect(decisions.map(\.remaining) == [4, 3, 2, 1, 0, 0])
                #expect((1...60).contains(decisions[5].retryAfterSeconds))
                #expect(counters.map(\.countedAlone) == [0, 0])
                // Another subject has a bucket of its own.
                #expect(await counters[0].take(RateSubject(address: "192.0.2.2", .any), limit).remaining == 4)
            }
        }
    }

    @Test func manyAtATimeTakeNoTokenTwice() async throws {
        let server = try RedisServer()
        try await connected(to: "redis://127.0.0.1:\(server.port)") { client, _ in
            let counter = RedisRateCounter(client)
            let limit = RateLimit(perMinute: 1, burst: 100)
            let allowed = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<300 {
                    group.addTask { await counter.take(RateSubject(address: "192.0.2.1", .any), limit).isAllowed }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            // One more may have come back meanwhile.
            #expect((100...101).contains(allowed) && counter.countedAlone == 0)
        }
    }

    @Test func whatIsCountedGoesAwayByItself() async throws {
        let server = try RedisServer()
        try await connected(to: "redis://127.0.0.1:\(server.port)") { client, _ in
            _ = await RedisRateCounter(client).take(RateSubject(address: "192.0.2.1", .auth), limit)
            guard case .integer(let left) = try await client.send(["PTTL", "urbangrid:rate:address:192.0.2.1:auth"])
            else {
                Issue.record("No such key.")
                return
            }
            // A token a minute comes back, and a second more.
            #expect((1...61_000).contains(left))
        }
    }

    @Test func aProcessCountsAloneWhileRedisIsAwayAndTogetherAfter() async throws {
        var server: RedisServer? = try RedisServer()
        let port = try #require(server?.port)
        try await connected(to: "redis://127.0.0.1:\(port)") { client, log in
            let counter = RedisRateCounter(client)
            let subject = RateSubject(address: "192.0.2.1", .any)
            for _ in 0..<5 { #expect(await counter.take(subject, limit).isAllowed) }
            #expect(await !counter.take(subject, limit).isAllowed)
            server?.stop()
            try await until { !client.isConnected }
            // Its own bucket is full.
            #expect(await counter.take(subject, limit).remaining == 4)
            #expect(counter.countedAlone == 1 && !log.errors.isEmpty)
            #expect(Self.value("urbangrid_redis_connected", counter) == 0)
            #expect(Self.value("urbangrid_rate_counted_alone", counter) == 1)
            server = try RedisServer(port: port)
            try await until { client.isConnected }
            // Redis has forgotten everything, the script too.
            #expect(await counter.take(subject, limit).remaining == 4)
            #expect(counter.countedAlone == 1 && Self.value("urbangrid_redis_connected", counter) == 1)
        }
        server?.stop()
    }

    @Test func aRedisThatHangsIsGivenUp() async throws {
        let server = try RedisServer()
        try await connected(to: "redis://127.0.0.1:\(server.port)", timeout: .milliseconds(100)) { client, _ in
            let counter = RedisRateCounter(client)
            server.pause()
            #expect(await counter.take(RateSubject(address: "192.0.2.1", .any), limit).isAllowed)
            #expect(counter.countedAlone == 1)
            server.resume()
            try await until { client.isConnected }
        }
    }

    @Test func thePasswordIsSentAndAWrongOneIsTold() async throws {
        let server = try RedisServer(password: "open sesame")
        let url = "@127.0.0.1:\(server.port)/3"
        try await connected(to: "redis://:open%20sesame" + url) { client, _ in
            #expect(await RedisRateCounter(client).take(RateSubject(address: "a", .any), limit).remaining == 4)
            guard case .text(let info) = try await client.send(["CLIENT", "INFO"]) else {
                Issue.record("No text.")
                return
            }
            #expect(info.contains(" db=3 ") && info.contains(" resp=3"))
        }
        try await connected(to: "redis://:wrong" + url, isExpected: false) { client, log in
            try await until { log.errors.contains { if case .refused = $0 { true } else { false } } }
            #expect(!client.isConnected)
            #expect(log.errors.allSatisfy { !$0.description.contains("wrong@") })
            await #expect(throws: RedisError.notConnected) { try await client.send(["PING"]) }
        }
    }

    @Test func aKeyOfAnotherKindIsNoReasonToStop() async throws {
        let server = try RedisServer()
        try await connected(to: "redis://127.0.0.1:\(server.port)") { client, _ in
            _ = try await client.send(["SET", "urbangrid:rate:address:192.0.2.1:any", "nonsense"])
            let counter = RedisRateCounter(client)
            #expect(await counter.take(RateSubject(address: "192.0.2.1", .any), limit).isAllowed)
            #expect(counter.countedAlone == 1)
        }
    }

    private static func value(_ name: String, _ counter: RedisRateCounter) -> Double? {
        guard case .number(let value)? = counter.families().first(where: { $0.name == name })?.samples.first?.value
        else {
            return nil
        }
        return value
    }
}
