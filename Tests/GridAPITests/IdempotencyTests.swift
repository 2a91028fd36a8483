import Foundation
import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@Suite struct IdempotencyTests {
    private let server: TestServer
    private let effects = Counter()

    private final class Counter: Sendable {
        let count = Mutex(0)
        /// What the next effects end in, one after the other; then they succeed.
        let problems = Mutex<[Problem]>([])
    }

    init() {
        server = TestServer { [effects] service in
            service.createSeries = { draft, _ in
                effects.count.withLock { $0 += 1 }
                let problem = effects.problems.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                if let problem { throw problem }
                return TestCity.series(1)
            }
        }
    }

    private func send(
        _ body: String = IdempotencyTests.series, key: String? = "k-1", path: String = "/api/v1/series"
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let key { headers[.key] = key }
        return try await server.response(path, .post, headers: headers, body: ByteBuffer(string: body))
    }

    private static let series = """
        {"externalName":"f","assetKind":"feeder","assetCode":"F7","quantity":"activeEnergyImport","intervalSeconds":900}
        """

    private var count: Int { effects.count.withLock { $0 } }

    @Test func aRepeatIsAnsweredAsTheFirstWasAndDoesNothing() async throws {
        let first = try await send()
        let again = try await send()
        #expect(first.status == .created && first.headers[.replayed] == nil)
        #expect(again.status == .created && again.headers[.replayed] == "true")
        #expect(again.body == first.body && again.headers[.location] == "/api/v1/series/1")
        #expect(again.headers[.contentType] == "application/json")
        #expect(count == 1)
        _ = try await send(key: "k-2")
        _ = try await send(key: nil)
        _ = try await send(key: nil)
        #expect(count == 4)
    }

    @Test func theKeyOfAnotherRequestIsRefused() async throws {
        _ = try await send()
        let other = try await send(Self.series.replacing("F7", with: "F8"))
        #expect(other.status == .unprocessableContent)
        #expect(String(buffer: other.body).contains("Idempotency-Key"))
        #expect(try await send(path: "/api/v1/series/bulk").status == .unprocessableContent)
        #expect(count == 1)
    }

    @Test func whatTheSameRequestWouldMeetAgainIsKept() async throws {
        effects.problems.withLock { $0 = [Problem(.conflict, "Taken.")] }
        #expect(try await send().status == .conflict)
        let again = try await send()
        #expect(again.status == .conflict && again.headers[.replayed] == "true")
        #expect(count == 1)
    }

    @Test(arguments: [
        Problem.unavailable("Busy."), .tooManyRequests("Too many.", retryAfter: 1), .internalError,
        Problem(.requestTimeout, "Slow."),
    ])
    func whatMayPassFreesTheKey(problem: Problem) async throws {
        effects.problems.withLock { $0 = [problem] }
        #expect(try await send().status == problem.kind.status)
        #expect(server.answers.count == 0)
        #expect(try await send().status == .created)
        #expect(count == 2)
    }

    @Test func aRepeatThatComesMeanwhileIsToldToWait() async throws {
        let (entered, enter) = AsyncStream<Void>.makeStream()
        let (left, leave) = AsyncStream<Void>.makeStream()
        let server = TestServer { service in
            service.createSeries = { _, _ in
                enter.yield()
                for await _ in left { break }
                return TestCity.series(1)
            }
        }
        try await server.server.application().test(.router) { client in
            let headers = HTTPFields.valid([.contentType: "application/json", .key: "k"])
            let body = ByteBuffer(string: Self.series)
            async let first = client.execute(uri: "/api/v1/series", method: .post, headers: headers, body: body)
            for await _ in entered { break }
            let meanwhile = try await client.execute(
                uri: "/api/v1/series", method: .post, headers: headers, body: body)
            #expect(meanwhile.status == .conflict && meanwhile.headers[.retryAfter] != nil)
            leave.yield()
            #expect(try await first.status == .created)
        }
    }

    @Test(arguments: ["", "a b", "ä", String(repeating: "k", count: 256)])
    func whatIsNoKeyIsRefused(key: String) async throws {
        let response = try await send(key: key)
        #expect(response.status == .badRequest && count == 0)
    }

    @Test func aBodyBeyondTheLimitIsRefusedBeforeAnything() async throws {
        let response = try await send(String(repeating: " ", count: (1 << 20) + 1))
        #expect(response.status == .contentTooLarge && count == 0 && server.answers.count == 0)
    }
}

extension HTTPField.Name {
    fileprivate static let key = HTTPField.Name("Idempotency-Key")!
    fileprivate static let replayed = HTTPField.Name("Idempotency-Replayed")!
}
