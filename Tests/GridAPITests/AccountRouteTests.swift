import Foundation
import GridAPI
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Operations
import Synchronization
import Testing

@Suite struct AccountRouteTests {
    private let json = HTTPFields([HTTPField(name: .contentType, value: "application/json")])

    private func post(
        _ path: String, _ body: String?, _ headers: [HTTPField.Name: String] = [:], on server: TestServer = TestServer()
    ) async throws -> TestResponse {
        var fields = body == nil ? HTTPFields() : json
        for (name, value) in headers { fields[name] = value }
        return try await server.response(
            "/api/v1" + path, .post, headers: fields, body: body.map { ByteBuffer(string: $0) })
    }

    private func members(_ response: TestResponse) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any])
    }

    private let delivery = HTTPField.Name("X-Token-Delivery")!
    private let right = #"{"email":"ada@example.com","password":"right"}"#

    @Test func browsersAreGivenCookiesThatNoScriptReads() async throws {
        let response = try await post("/auth/login", right)
        #expect(response.status == .ok)
        #expect(
            response.headers[values: .setCookie] == [
                "urbangrid_access=access; Path=/; HttpOnly; SameSite=Strict; Max-Age=900",
                "urbangrid_refresh=s.refresh; Path=/api/v1/auth; HttpOnly; SameSite=Strict",
            ])
        #expect(response.headers[.cacheControl] == "no-store")
        let answer = try members(response)
        #expect(answer["accessToken"] is NSNull && answer["refreshToken"] is NSNull)
        #expect((answer["permissions"] as? [String])?.contains("readings.write") == true)
        #expect(!String(buffer: response.body).contains("s.refresh"))
    }

    @Test func aTenantIsDeletedByItsCodeAndAPassword() async throws {
        let done = try await post("/tenant/deletion", #"{"code":"fontana","password":"right"}"#)
        #expect(done.status == .accepted)
        let answer = try members(done)
        #expect(answer["state"] as? String == "deleting" && answer["deleteAfter"] as? String != nil)
        #expect(try await post("/tenant/deletion", #"{"code":"x","password":"right"}"#).status.code == 422)
        let server = TestServer()
        #expect(try await server.response("/api/v1/me/tenants/1/deletion", .delete).status == .noContent)
        #expect(try await server.response("/api/v1/me/tenants/2/deletion", .delete).status == .notFound)
        #expect(try await server.response("/api/v1/me/tenants/x/deletion", .delete).status == .badRequest)
    }

    @Test func overHTTPSNoOtherHostCanSetThem() async throws {
        let response = try await post(
            "/auth/login", #"{"email":"ada@example.com","password":"right","isPersistent":true}"#,
            on: TestServer(isSecure: true))
        #expect(
            response.headers[values: .setCookie] == [
                "__Host-urbangrid_access=access; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=900",
                "__Secure-urbangrid_refresh=s.refresh; Path=/api/v1/auth; HttpOnly; SameSite=Strict; Secure; Max-Age=86400",
            ])
    }

    @Test func programsThatAskForItAreGivenTokensInTheBody() async throws {
        let response = try await post("/auth/login", right, [delivery: "body"])
        let answer = try members(response)
        #expect(answer["accessToken"] as? String == "access" && answer["refreshToken"] as? String == "s.refresh")
        #expect(response.headers[values: .setCookie].isEmpty)
        #expect(try await post("/auth/login", right, [delivery: "pigeon"]).status == .badRequest)
    }

    @Test(arguments: [
        ("ada@example.com", "wrong", 401), ("new@example.com", "right", 403), ("slow@example.com", "right", 429),
        ("busy@example.com", "right", 503),
    ])
    func refusalsHaveAStatusEach(email: String, password: String, status: Int) async throws {
        let response = try await post("/auth/login", "{\"email\":\"\(email)\",\"password\":\"\(password)\"}")
        #expect(response.status.code == status)
        #expect(response.headers[values: .setCookie].isEmpty)
        if status == 429 { #expect(response.headers[.retryAfter] == "30") }
    }

    @Test func aSecondFactorIsAskedForBeforeAnythingIsGiven() async throws {
        let response = try await post("/auth/login", #"{"email":"code@example.com","password":"right"}"#)
        #expect(String(buffer: response.body) == #"{"secondFactor":true,"challenge":"good"}"#)
        #expect(response.headers[values: .setCookie].isEmpty)
        #expect(
            try await post("/auth/login/second-factor", #"{"challenge":"good","code":"1"}"#).status == .unauthorized)
        let second = try await post("/auth/login/second-factor", #"{"challenge":"good","code":"123456"}"#)
        #expect(second.status == .ok && second.headers[values: .setCookie].count == 2)
    }

    @Test func renewsByCookieOrByBody() async throws {
        let byCookie = try await post("/auth/refresh", nil, [.cookie: "urbangrid_refresh=s.refresh"])
        #expect(byCookie.status == .ok && byCookie.headers[values: .setCookie].count == 2)
        let byBody = try await post("/auth/refresh", #"{"refreshToken":"s.refresh"}"#, [delivery: "body"])
        #expect(try members(byBody)["refreshToken"] as? String == "s.refresh")
        #expect(try await post("/auth/refresh", nil).status == .unauthorized)
        #expect(try await post("/auth/refresh", nil, [.cookie: "urbangrid_refresh=s.other"]).status == .unauthorized)
        #expect(try await post("/auth/refresh", nil, [.cookie: "urbangrid_refresh=s.used"]).status == .conflict)
    }

    @Test func signingOutTakesTheCookiesAwayWhateverTheyWere() async throws {
        let seen = Mutex<[String?]>([])
        var accounts = TestCity.accounts
        accounts.signOut = { refresh, access, _ in seen.withLock { $0 += [refresh, access] } }
        let server = TestServer(accounts: accounts)
        let response = try await post("/auth/logout", nil, [.cookie: "urbangrid_refresh=s.x"], on: server)
        #expect(response.status == .noContent)
        #expect(response.headers[values: .setCookie].allSatisfy { $0.contains("Max-Age=0") })
        #expect(seen.withLock { $0 } == ["s.x", "valid"])
    }

    @Test(arguments: [
        "/auth/login", "/auth/refresh", "/auth/logout", "/auth/register", "/auth/password/forgot",
        "/auth/password/reset",
        "/auth/verify-email", "/auth/verify-email/resend", "/auth/login/second-factor",
    ])
    func pagesOfOtherOriginsAreRefused(path: String) async throws {
        let response = try await post(
            path, right, [.origin: "https://evil.example", .cookie: "urbangrid_refresh=s.refresh"])
        #expect(response.status == .forbidden)
        #expect(response.headers[values: .setCookie].isEmpty)
    }

    @Test func everyWrongMemberIsNamed() async throws {
        let response = try await post("/auth/register", #"{"email":7,"name":"Ada","more":1}"#)
        #expect(response.status == .unprocessableContent)
        let fields = (try members(response)["errors"] as? [[String: Any]])?.compactMap { $0["field"] as? String }
        #expect(fields?.sorted() == ["email", "more", "password"])
        #expect(try await post("/auth/register", "{").status == .badRequest)
        #expect(try await post("/auth/register", String(repeating: " ", count: 9000)).status == .contentTooLarge)
        #expect(try await post("/auth/tenant", #"{"tenantId":1.5}"#).status == .unprocessableContent)
        #expect(try await post("/auth/tenant", #"{"tenantId":0}"#).status == .unprocessableContent)
        #expect(try await post("/auth/tenant", #"{"tenantId":2}"#).status == .notFound)
        #expect(try await post("/auth/tenant", #"{"tenantId":1}"#).status == .ok)
    }

    @Test func linksAnswerWithoutContent() async throws {
        #expect(try await post("/auth/verify-email", #"{"token":"good"}"#).status == .noContent)
        #expect(try await post("/auth/verify-email", #"{"token":"bad"}"#).status == .unprocessableContent)
        #expect(try await post("/auth/password/reset", #"{"token":"good","password":"x"}"#).status == .noContent)
        #expect(try await post("/auth/password/forgot", #"{"email":"x"}"#).status == .accepted)
        #expect(try await post("/auth/verify-email/resend", #"{"email":"x"}"#).status == .accepted)
        #expect(try await post("/auth/invitation/accept", #"{"token":"good"}"#).status == .ok)
    }

    /// Proxies and browsers keep addresses, so the token is not in one.
    @Test func whatAnInvitationIsToIsAskedForInTheBody() async throws {
        let offer = try await post("/auth/invitation/preview", #"{"token":"good"}"#)
        #expect(try members(offer)["tenantName"] as? String == "Fontana")
        #expect(try await post("/auth/invitation/preview", #"{"token":"bad"}"#).status == .notFound)
        #expect(try await post("/auth/invitation/preview", "{}").status == .unprocessableContent)
        #expect(try await TestServer().response("/api/v1/auth/invitation?token=good").status == .notFound)
        let withQuery = try await post("/auth/invitation/preview?token=good", #"{"token":"good"}"#)
        #expect(withQuery.status == .badRequest)
    }

    @Test func ownAccountsAreForPeopleNotForKeys() async throws {
        let key = Access(
            principal: .apiKey(APIKeyID(1)), name: "key", scope: TenantScope(tenant: TenantID(1)),
            permissions: Set(Permission.allCases), isPlatformOwner: false)
        let server = TestServer(access: key)
        for (path, method) in [
            ("/me", .get), ("/me", .put), ("/me/sessions", .get), ("/me/sessions/end-others", .post),
            ("/me/sessions/s/end", .post), ("/me/password", .post), ("/me/second-factor", .post),
            ("/me/second-factor/confirm", .post), ("/me/second-factor/recovery-codes", .post),
            ("/me/second-factor/disable", .post), ("/auth/tenant", .post), ("/auth/invitation/accept", .post),
        ] as [(String, HTTPRequest.Method)] {
            #expect(try await server.response("/api/v1" + path, method).status == .forbidden, "\(path)")
            let stranger: HTTPFields = [.authorization: "Bearer stranger"]
            let refused = try await server.response("/api/v1" + path, method, headers: stranger)
            #expect(refused.status == .unauthorized, "\(path)")
        }
    }

    @Test func showsAndEndsSessions() async throws {
        let response = try await TestServer().response("/api/v1/me/sessions")
        let sessions = try members(response)["sessions"] as? [[String: Any]]
        #expect(sessions?.first?["isCurrent"] as? Bool == true)
        let password = #"{"password":"right"}"#
        #expect(try await post("/me/sessions/s/end", password).status == .noContent)
        #expect(try await post("/me/sessions/other/end", password).status == .notFound)
        #expect(try await post("/me/sessions/end-others", password).status == .noContent)
    }

    /// An open screen is not enough for it.
    @Test(arguments: ["/me/sessions/s/end", "/me/sessions/end-others", "/me/second-factor/disable"])
    func whatConfirmsWhoAsksIsReadStrictlyAndHandedOn(path: String) async throws {
        #expect(try await post(path, #"{"password":"wrong"}"#).status == .unprocessableContent)
        #expect(try await post(path, "{}").status == .unprocessableContent)
        #expect(try await post(path, #"{"password":1}"#).status == .unprocessableContent)
        #expect(try await post(path, #"{"code":"123456"}"#).status == .noContent)
        #expect(try await post(path, #"{"password":"right","more":1}"#).status == .unprocessableContent)
    }

    @Test func theSecondFactorIsSetUpAndTakenAway() async throws {
        #expect(
            try members(try await post("/me/second-factor", #"{"password":"right"}"#))["secret"] as? String
                == "GEZDGNBV")
        let codes =
            try members(try await post("/me/second-factor/confirm", #"{"code":"1"}"#))["recoveryCodes"] as? [String]
        #expect(codes?.count == 1)
        #expect(try await post("/me/second-factor/recovery-codes", #"{"password":"right"}"#).status == .ok)
        #expect(try await post("/me/second-factor/disable", #"{"password":"right"}"#).status == .noContent)
        #expect(
            try await post("/me/password", #"{"currentPassword":"x","newPassword":"y"}"#).status
                == .unprocessableContent)
        #expect(
            try await post("/me/password", #"{"currentPassword":"right","newPassword":"y"}"#).status == .noContent)
    }
}
