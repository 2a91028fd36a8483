import GridAPI
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Synchronization
import Testing

@Suite struct WebSecurityTests {
    private static let allowed = "https://maps.example"
    private static let origin = HTTPField.Name("Origin")!

    /// Tenant 1 allows one origin, another tenant another.
    private let policy = CrossOriginPolicy { origin, tenant in
        switch origin {
        case WebSecurityTests.allowed: tenant == nil || tenant == TenantID(1)
        case "https://others.example": tenant == nil || tenant == TenantID(2)
        default: false
        }
    }

    private var server: TestServer { TestServer(crossOrigin: policy) }

    private func preflight(_ origin: String) async throws -> TestResponse {
        try await server.response(
            "/api/v1/zones", .options,
            headers: [Self.origin: origin, .accessControlRequestMethod: "GET", .authorization: "none"])
    }

    // MARK: CORS

    @Test func preflightOfAnAllowedOriginNamesItAndNeverCredentials() async throws {
        let answer = try await preflight(Self.allowed)
        #expect(answer.status == .noContent)
        #expect(answer.headers[.accessControlAllowOrigin] == Self.allowed)
        #expect(answer.headers[.accessControlAllowHeaders]?.contains("Authorization") == true)
        #expect(answer.headers[.accessControlAllowCredentials] == nil)
        #expect(answer.headers[values: .vary].contains { $0.contains("Origin") })
    }

    @Test(arguments: ["https://evil.example", "null", "*", "https://maps.example.evil.example", "http://maps.example"])
    func preflightOfAnyOtherOriginAllowsNothing(origin: String) async throws {
        let answer = try await preflight(origin)
        #expect(answer.headers[.accessControlAllowOrigin] == nil)
        #expect(answer.headers[.accessControlAllowMethods] == nil)
    }

    @Test func answerIsShownToTheOriginsOfItsOwnTenantAlone() async throws {
        let own = try await server.response("/api/v1/zones", headers: [Self.origin: Self.allowed])
        #expect(own.status == .ok && own.headers[.accessControlAllowOrigin] == Self.allowed)
        #expect(own.headers[HTTPField.Name("Cross-Origin-Resource-Policy")!] == "cross-origin")
        #expect(own.headers[.accessControlAllowCredentials] == nil)
        let others = try await server.response("/api/v1/zones", headers: [Self.origin: "https://others.example"])
        #expect(others.status == .ok && others.headers[.accessControlAllowOrigin] == nil)
        #expect(others.headers[HTTPField.Name("Cross-Origin-Resource-Policy")!] == "same-origin")
        #expect(others.headers[values: .vary].contains { $0.contains("Origin") })
    }

    @Test func problemsOfTheTenantAreShownTooAndThoseOfNobodyAreNot() async throws {
        let missing = try await server.response("/api/v1/zones/99", headers: [Self.origin: Self.allowed])
        #expect(missing.status == .notFound && missing.headers[.accessControlAllowOrigin] == Self.allowed)
        let nobody = try await server.response(
            "/api/v1/zones", headers: [Self.origin: Self.allowed, .authorization: "Bearer stale"])
        #expect(nobody.status == .unauthorized && nobody.headers[.accessControlAllowOrigin] == nil)
    }

    @Test func pagesOfTheAppAreNobodyElses() async throws {
        let answer = try await server.response("/health", headers: [Self.origin: Self.allowed])
        #expect(answer.headers[.accessControlAllowOrigin] == nil)
    }

    // MARK: Hosts

    private func status(
        of request: String, host: String, address: PublicAddress?, listening: ListenAddress = .thisMachine
    ) async throws -> Int {
        let found = Mutex(0)
        try await TestServer(address: listening, publicAddress: address).test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(
                    "\(request) HTTP/1.1\r\nHost: \(host)\r\nAuthorization: Bearer valid\r\n\r\n")
                let line = try await connection.read(until: "\r\n").split(separator: " ")
                found.withLock { $0 = Int(line[1]) ?? 0 }
            }
        }
        return found.withLock { $0 }
    }

    @Test(arguments: [
        ("grid.example", 200), ("GRID.example", 200), ("grid.example:443", 200), ("localhost", 200),
        ("127.0.0.1:8080", 200), ("[::1]:8080", 200), ("evil.example", 421), ("grid.example.evil.example", 421),
        ("grid.example:x", 421), ("grid.example:+1", 421),
    ])
    func answersToTheNamesItIsKnownByAlone(host: String, expected: Int) async throws {
        let address = try #require(PublicAddress("https://grid.example"))
        let found = try await status(of: "GET /api/v1/zones", host: host, address: address)
        #expect(found == expected)
    }

    @Test func withoutAPublicAddressOnlyThisMachinesNamesAreKnown() async throws {
        #expect(try await status(of: "GET /api/v1/zones", host: "grid.example", address: nil) == 421)
        #expect(try await status(of: "GET /api/v1/zones", host: "localhost", address: nil) == 200)
    }

    @Test func loadBalancersAskByAddress() async throws {
        #expect(try await status(of: "GET /health", host: "10.0.0.7", address: nil) == 200)
        #expect(try await status(of: "GET /metrics", host: "10.0.0.7", address: nil) == 421)
    }

    @Test func listeningOnEveryAddressOpensNoFurtherName() async throws {
        let every = try #require(ListenAddress("0.0.0.0"))
        for (host, expected) in [("localhost", 200), ("0.0.0.0", 421), ("10.0.0.7", 421), ("evil.example", 421)] {
            let found = try await status(of: "GET /api/v1/zones", host: host, address: nil, listening: every)
            #expect(found == expected, "\(host)")
        }
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1", true, false), ("10.0.0.7", "10.0.0.7", false, false),
        ("0.0.0.0", "0.0.0.0", false, true), ("::", "[::]", false, true), ("::1", "[::1]", true, false),
        ("2001:DB8:0::7", "[2001:db8::7]", false, false),
    ])
    func listensOnANumericAddress(text: String, host: String, isLoopback: Bool, isEvery: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.host == host && address.isLoopback == isLoopback && address.isEvery == isEvery)
    }

    @Test(arguments: ["", "localhost", "0.0.0.0:8080", "[::1]", "10.0.0", "10.0.0.256", "10.0.0.0/8", "fe80::1%eth0"])
    func whatIsNoAddressIsNotListenedOn(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: ["https://grid.example", "http://localhost:8080", "https://grid.example:8443/"])
    func publicAddressIsSchemeHostAndPort(text: String) throws {
        let address = try #require(PublicAddress(text))
        #expect(!address.text.hasSuffix("/"))
        #expect(address.isSecure == text.hasPrefix("https"))
    }

    @Test(arguments: [
        "", "grid.example", "ftp://grid.example", "https://", "https://grid.example/app", "https://a@b.example",
    ])
    func whatIsNoPublicAddressIsRefused(text: String) {
        #expect(PublicAddress(text) == nil)
    }

    // MARK: Headers

    @Test func secureTransportIsAskedForWhereThereIsSome() async throws {
        let name = HTTPField.Name("Strict-Transport-Security")!
        let secure = TestServer(publicAddress: PublicAddress("https://grid.example"))
        #expect(try await secure.response("/api/v1/zones").headers[name] == "max-age=63072000; includeSubDomains")
        #expect(try await secure.response("/api/v1/nothing").headers[name] != nil)
        let plain = TestServer(publicAddress: PublicAddress("http://grid.example"))
        #expect(try await plain.response("/api/v1/zones").headers[name] == nil)
        #expect(try await TestServer().response("/api/v1/zones").headers[name] == nil)
    }

    @Test func noPolicyAllowsInlineCode() async throws {
        for path in ["/", "/api/v1/zones", "/health"] {
            let policy = try await TestServer().response(path).headers[.contentSecurityPolicy]
            #expect(policy?.contains("unsafe") == false)
            #expect(policy?.contains("frame-ancestors 'none'") == true)
        }
    }

    // MARK: Requests of other sites' pages

    @Test func changeFromAnotherOriginNeedsItsPlaceOnAListAndACredentialOfItsOwn() async throws {
        let open = [Self.origin: Self.allowed] as HTTPFields
        let uri = "/api/v1/jobs/1/cancel"
        #expect(try await bare(uri, open).status == .forbidden)
        #expect(
            try await bare(uri, [Self.origin: Self.allowed, .cookie: "urbangrid_access=valid"]).status == .forbidden)
        #expect(try await server.response(uri, .post, headers: [Self.origin: Self.allowed]).status == .ok)
        #expect(
            try await server.response(uri, .post, headers: [Self.origin: "https://evil.example"]).status == .forbidden)
    }

    /// Without the credential that the test server's client adds.
    private func bare(_ uri: String, _ headers: HTTPFields) async throws -> TestResponse {
        try await server.server.application().test(.router) { client in
            try await client.execute(uri: uri, method: .post, headers: headers, body: nil)
        }
    }
}
