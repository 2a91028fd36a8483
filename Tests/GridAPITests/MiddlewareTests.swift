import GridAPI
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Persistence
import Synchronization
import Testing

@Suite struct MiddlewareTests {
    private struct Secret: Error { let sql = "SELECT * FROM secrets", path = "/home/ada" }

    @Test func hidesTheCauseOfAFailureAndLogsIt() async throws {
        let server = TestServer { $0.zones = { throw Secret() } }
        try await server.test { client in
            let response = try await client.execute(
                uri: "/api/v1/zones", method: .get, headers: [HTTPField.Name("X-Request-Id")!: "abc-1"])
            #expect(response.status == .internalServerError)
            #expect(response.headers[.contentType] == "application/problem+json")
            let text = String(buffer: response.body)
            #expect(text.contains("\"requestId\":\"abc-1\""))
            #expect(!text.contains("SELECT") && !text.contains("ada"))
        }
        let lines = server.log.withLock { $0 }
        #expect(lines.contains { $0.contains("SELECT") && $0.contains("\"requestId\":\"abc-1\"") })
    }

    @Test(arguments: [DatabaseError.Kind.busy, .diskFull, .readOnly])
    func asksToComeBackWhenTheDatabaseCannotDoItNow(kind: DatabaseError.Kind) async throws {
        let server = TestServer { $0.ingest = { _ in throw DatabaseError(kind, detail: "/home/ada/city.sqlite") } }
        let body = ByteBuffer(string: #"{"readings":[{"seriesId":1,"start":"2026-11-23T08:00:00Z","value":1}]}"#)
        let response = try await server.response(
            "/api/v1/readings", .post, headers: [.contentType: "application/json"], body: body)
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] != nil)
        #expect(!String(buffer: response.body).contains("ada"))
        #expect(server.log.withLock { $0 }.contains { $0.contains("\(kind.rawValue)") })
    }

    @Test(arguments: ["", String(repeating: "a", count: 65), "a b", "a\"b", "é"])
    func makesItsOwnRequestIDWhenTheClientsIsNotSane(id: String) async throws {
        try await TestServer().test { client in
            let response = try await client.execute(
                uri: "/health", method: .get, headers: [HTTPField.Name("X-Request-Id")!: id])
            let given = try #require(response.headers[HTTPField.Name("X-Request-Id")!])
            #expect(given.count == 16 && given != id)
        }
    }

    @Test func answersUnknownPathsAndMethodsWithProblems() async throws {
        try await TestServer().test { client in
            let missing = try await client.execute(uri: "/api/v1/nothing", method: .get)
            #expect(missing.status == .notFound)
            #expect(missing.headers[.contentType] == "application/problem+json")
            let wrong = try await client.execute(uri: "/api/v1/zones/1", method: .delete)
            #expect(wrong.status == .methodNotAllowed)
            #expect(wrong.headers[.allow] == "GET, HEAD")
            let post = try await client.execute(uri: "/api/v1/readings", method: .get)
            #expect(post.status == .methodNotAllowed)
            #expect(post.headers[.allow] == "POST")
        }
    }

    @Test func answersHEADWithTheHeadersOfGETAndNoBody() async throws {
        try await TestServer().test { client in
            let get = try await client.execute(uri: "/api/v1/zones", method: .get)
            let head = try await client.execute(uri: "/api/v1/zones", method: .head)
            #expect(head.status == .ok)
            #expect(head.headers[.contentLength] == get.headers[.contentLength])
            #expect(head.body.readableBytes == 0)
            let missing = try await client.execute(uri: "/api/v1/nothing", method: .head)
            #expect(missing.status == .notFound)
            #expect(missing.body.readableBytes == 0)
            let live = try await client.execute(uri: "/api/v1/live/zones", method: .head)
            #expect(live.headers[.contentType] == "text/event-stream")
        }
    }

    @Test func logsRouteStatusAndBytesButNeverTheQuery() async throws {
        let server = TestServer()
        try await server.test { client in
            _ = try await client.execute(uri: "/api/v1/zones/1?token=hunter2", method: .get)
            _ = try await client.execute(uri: "/api/v1/zones/1", method: .get)
        }
        let lines = server.log.withLock { $0 }.filter { $0.contains("Request answered.") }
        #expect(lines.count == 2)
        #expect(lines[1].contains("\"route\":\"/api/v1/zones/{id}\"") && lines[1].contains("\"status\":\"200\""))
        #expect(!lines.contains { $0.contains("hunter2") })
    }

    @Test func countsByRouteTemplateSoThatPathsCannotFillTheMetrics() async throws {
        let server = TestServer()
        try await server.test { client in
            for id in 1...30 { _ = try await client.execute(uri: "/api/v1/zones/\(id)", method: .get) }
            for id in 1...30 { _ = try await client.execute(uri: "/api/v1/none/\(id)", method: .get) }
            let metrics = try await client.execute(uri: "/metrics", method: .get)
            #expect(metrics.headers[.contentType]?.hasPrefix("application/openmetrics-text") == true)
            let lines = String(buffer: metrics.body).split(separator: "\n").filter {
                $0.hasPrefix("http_server_requests_total")
            }
            #expect(lines.count == 3)
            #expect(lines.contains { $0.contains("route=\"/api/v1/zones/{id}\"") && $0.hasSuffix("} 28") })
        }
    }

    @Test func setsSecurityHeadersOnEverythingIncludingProblems() async throws {
        try await TestServer().test { client in
            for uri in ["/api/v1/zones", "/api/v1/nothing", "/health"] {
                let response = try await client.execute(uri: uri, method: .get)
                #expect(response.headers[.xContentTypeOptions] == "nosniff")
                #expect(response.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
                #expect(response.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
                // The grid may be kept, as long as it is asked for each time.
                #expect(response.headers[.cacheControl] == (uri.hasSuffix("zones") ? "private, no-cache" : "no-store"))
            }
        }
    }

    @Test func endsARequestThatTakesTooLong() async throws {
        var limits = GridAPILimits()
        limits.requestTimeout = .milliseconds(20)
        let server = TestServer(limits: limits) {
            $0.zones = {
                try await Task.sleep(for: .seconds(600))
                return TestCity.zones
            }
        }
        try await server.test { client in
            let response = try await client.execute(uri: "/api/v1/zones", method: .get)
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] != nil)
        }
    }

    @Test func saysWhichCheckFailsWhenItIsNotReady() async throws {
        try await TestServer(isReady: false).test { client in
            let response = try await client.execute(uri: "/ready", method: .get)
            #expect(response.status == .serviceUnavailable)
            #expect(String(buffer: response.body).contains("\"database\":\"failing\""))
        }
    }
}
