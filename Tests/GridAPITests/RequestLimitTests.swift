import Foundation
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Observability
import Testing

@testable import GridAPI

@Suite struct RequestLimitTests {
    private func server(
        access: Access = .everything, _ change: (inout RequestLimitSettings) -> Void
    ) -> TestServer {
        var settings = RequestLimitSettings.unlimited
        change(&settings)
        return TestServer(access: access, requestLimits: settings)
    }

    private func key(_ id: Int64 = 1, requestsPerMinute: Int? = nil) -> Access {
        Access(
            principal: .apiKey(APIKeyID(id)), name: "k", scope: TenantScope(tenant: TenantID(1)),
            permissions: [.gridRead, .readingsWrite], isPlatformOwner: false, requestsPerMinute: requestsPerMinute)
    }

    @Test func everyAnswerTellsWhatIsLeft() async throws {
        let server = server { $0.read = RateLimit(perMinute: 60, burst: 3) }
        let first = try await server.response("/api/v1/city")
        #expect(first.headers[Self.name("RateLimit")] == #""read";r=2;t=1"#)
        #expect(first.headers[Self.name("RateLimit-Policy")] == #""read";q=3;w=3"#)
        #expect(first.headers[Self.name("RateLimit-Limit")] == "3")
        #expect(first.headers[Self.name("RateLimit-Remaining")] == "2")
        #expect(first.headers[Self.name("RateLimit-Reset")] == "1")
        let missing = try await server.response("/api/v1/zones/99")
        #expect(missing.status == .notFound && missing.headers[Self.name("RateLimit-Remaining")] == "1")
    }

    @Test func whatIsBeyondIsRefusedWithAProblem() async throws {
        let server = server { $0.read = RateLimit(perMinute: 6, burst: 1) }
        #expect(try await server.response("/api/v1/city").status == .ok)
        let refused = try await server.response("/api/v1/city")
        #expect(refused.status == .tooManyRequests)
        #expect(refused.headers[.retryAfter] == "10" && refused.headers[Self.name("RateLimit-Remaining")] == "0")
        #expect(refused.headers[.contentType] == "application/problem+json")
        let text = String(buffer: refused.body)
        #expect(text.contains(#""type":"urn:urbangrid:problem:too-many-requests""#) && text.contains(#""requestId":""#))
        // Other classes are counted apart.
        #expect(try await server.response("/api/v1/jobs/1/cancel", .post).status == .ok)
        let families = server.requestLimits.families().first { $0.name == "urbangrid_requests_limited" }
        #expect(families?.samples.map(\.labels) == [[MetricLabel("limit", "read")]])
    }

    @Test func anAddressIsCountedBeforeAnybodyLooksAtItsCredential() async throws {
        let server = server { $0.perAddress = RateLimit(perMinute: 60, burst: 2) }
        for _ in 0..<2 {
            #expect(
                try await server.response("/api/v1/city", headers: [.authorization: "Bearer wrong"]).status
                    == .unauthorized)
        }
        #expect(
            try await server.response("/api/v1/city", headers: [.authorization: "Bearer wrong"]).status
                == .tooManyRequests)
        #expect(try await server.response("/api/v1/nothing").status == .tooManyRequests)
        #expect(try await server.response("/health").status == .tooManyRequests)
    }

    @Test func aRefusalComesBeforeTheBodyIsRead() async throws {
        let server = server { $0.ingest = RateLimit(perMinute: 60, burst: 1) }
        let body = ByteBuffer(string: "this is not JSON")
        let json: HTTPFields = [.contentType: "application/json"]
        #expect(try await server.response("/api/v1/readings", .post, headers: json, body: body).status == .badRequest)
        #expect(
            try await server.response("/api/v1/readings", .post, headers: json, body: body).status == .tooManyRequests)
    }

    @Test func aRefusalByPermissionIsCountedToo() async throws {
        let server = server(access: key()) { $0.write = RateLimit(perMinute: 60, burst: 1) }
        #expect(try await server.response("/api/v1/retention/run", .post).status == .forbidden)
        #expect(try await server.response("/api/v1/retention/run", .post).status == .tooManyRequests)
    }

    @Test func aKeysOwnLimitIsForAllItsRequests() async throws {
        let server = server(access: key(requestsPerMinute: 20)) { $0.read = RateLimit(perMinute: 600, burst: 100) }
        let first = try await server.response("/api/v1/city")
        #expect(first.headers[Self.name("RateLimit")] == #""key";r=1;t=3"#)
        #expect(try await server.response("/api/v1/readings", .post).status == .unsupportedMediaType)
        #expect(try await server.response("/api/v1/city").status == .tooManyRequests)
    }

    @Test func aKeyWithoutRequestsLeftThisMonthIsTold() async throws {
        let refused = try await server { _ in }.response("/api/v1/city", headers: [.authorization: "Token used up"])
        #expect(refused.status == .tooManyRequests && refused.headers[.retryAfter] == "3600")
    }

    @Test(arguments: [
        ("POST", "/api/v1/auth/login", RateClass.auth), ("GET", "/api/v1/auth/settings", .read),
        ("GET", "/api/v1/auth/oidc/{provider}/start", .auth), ("POST", "/api/v1/me/password", .auth),
        ("POST", "/api/v1/me/second-factor/confirm", .auth), ("GET", "/api/v1/me", .read),
        ("PUT", "/api/v1/me", .write),
        ("POST", "/api/v1/me/sessions/end-others", .auth), ("GET", "/api/v1/me/sessions", .read),
    ])
    func whatProvesWhoSomebodyIsHasTheStrictClass(method: String, path: String, kind: RateClass) throws {
        let method = try #require(HTTPRequest.Method(method))
        let entry = RouteCatalog.Entry(method: method, path: path, query: [], requirement: .anyone)
        #expect(entry.rateClass == kind)
    }

    @Test func everyRouteHasTheClassThatItsPermissionSays() {
        for entry in TestServer().server.catalog.entries {
            switch entry.requirement {
            case .permission(.readingsWrite): #expect(entry.rateClass == .ingest, "\(entry.path)")
            case .permission(.readingsExport): #expect(entry.rateClass == .export, "\(entry.path)")
            case .anyone, .person:
                let isOrdinary = entry.rateClass == (entry.method == .get ? .read : .write)
                #expect(isOrdinary || entry.rateClass == .auth, "\(entry.path)")
            default: #expect(entry.rateClass == (entry.method == .get ? .read : .write), "\(entry.path)")
            }
        }
    }

    @Test func defaultsLetTelegrafThroughAtThreeHundredThousandReadingsASecond() throws {
        // A thousand readings a request, its default.
        let perSecond = 300
        let settings = RequestLimitSettings()
        for limit in [settings.perAddress, settings.ingest] {
            let limit = try #require(limit)
            #expect(limit.perMinute >= 2 * perSecond * 60 && limit.burst >= 10 * perSecond)
        }
    }

    @Test(arguments: [
        (nil, "192.0.2.1", "192.0.2.1"), ("198.51.100.9", "192.0.2.1", "192.0.2.1"),
        ("198.51.100.9", "10.0.0.1", "198.51.100.9"), ("203.0.113.5, 198.51.100.9", "10.0.0.1", "198.51.100.9"),
        ("203.0.113.5, 10.0.0.2", "10.0.0.1", "203.0.113.5"), ("10.0.0.3,10.0.0.2", "10.0.0.1", "10.0.0.3"),
        ("203.0.113.5, nonsense, 10.0.0.2", "10.0.0.1", "10.0.0.2"), ("", "10.0.0.1", "10.0.0.1"),
        ("198.51.100.9:4711", "10.0.0.1", "198.51.100.9"), ("[2001:db8::1]:443", "10.0.0.1", "2001:db8::1"),
        ("2001:db8::1", "::ffff:10.0.0.1", "2001:db8::1"), ("198.51.100.9", "unknown", "unknown"),
    ])
    func onlyATrustedProxyIsBelieved(forwardedFor: String?, peer: String, client: String) throws {
        let proxies = TrustedProxies(blocks: [try #require(AddressBlock("10.0.0.0/8"))])
        var headers: HTTPFields = [:]
        headers[Self.name("X-Forwarded-For")] = forwardedFor
        let request = Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: headers),
            body: .init(buffer: ByteBuffer()))
        #expect(proxies.client(of: request, from: ClientAddress(peer)).text == client)
        #expect(TrustedProxies(blocks: []).client(of: request, from: ClientAddress(peer)).text == peer)
    }

    private static func name(_ text: String) -> HTTPField.Name {
        HTTPField.Name(text) ?? .retryAfter
    }
}
