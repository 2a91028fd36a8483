import Foundation
import GridAPI
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Synchronization
import Testing

@Suite struct APIKeyRouteTests {
    private func send(
        _ body: String = "", _ method: HTTPRequest.Method = .post, to path: String = "",
        server: TestServer = TestServer()
    ) async throws -> (response: TestResponse, answer: [String: Any], fields: [String]) {
        let response = try await server.response(
            "/api/v1/api-keys\(path)", method, headers: [.contentType: "application/json"],
            body: ByteBuffer(string: body))
        let parsed = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
        let answer = try #require(parsed as? [String: Any])
        let errors = answer["errors"] as? [[String: Any]] ?? []
        return (response, answer, errors.compactMap { $0["field"] as? String })
    }

    private static let draft = #"{"name": "telegraf", "scopes": ["readings.write"]}"#

    @Test func theTextOfAKeyIsInTheAnswerThatMakesItAndNowhereElse() async throws {
        let server = TestServer()
        let (response, answer, _) = try await send(Self.draft, server: server)
        #expect(response.status == .created && response.headers[.location] == "/api/v1/api-keys/1")
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(answer["token"] as? String == "ugk_1_1_" + TestCity.secret)
        for path in ["", "/1", "/1/use"] {
            let response = try await server.response("/api/v1/api-keys\(path)")
            #expect(response.status == .ok && !String(buffer: response.body).contains(TestCity.secret))
        }
        #expect(server.log.withLock { $0.allSatisfy { !$0.contains(TestCity.secret) } })
    }

    @Test func everyWrongMemberIsNamed() async throws {
        let (response, _, fields) = try await send(
            #"{"name": 1, "scopes": ["a", 2], "allowedAddresses": "192.0.2.1", "requestsPerMinute": 1.5, "monthlyQuota": 1e300, "expiresAt": "tomorrow", "colour": 1}"#
        )
        #expect(response.status == .unprocessableContent)
        #expect(
            fields == [
                "name", "scopes[1]", "allowedAddresses", "requestsPerMinute", "monthlyQuota", "expiresAt", "colour",
            ])
        #expect(try await send("{}").fields == ["name", "scopes"])
        #expect(try await send("[]").response.status == .badRequest)
        #expect(try await send("{").response.status == .badRequest)
        #expect(try await send(#"{"name": "wrong", "scopes": []}"#).fields == ["scopes[0]"])
    }

    @Test func refusalsHaveTheirStatus() async throws {
        #expect(try await send(#"{"name": "full", "scopes": []}"#).response.status == .conflict)
        #expect(try await send(Self.draft, .put, to: "/1").response.status == .ok)
        #expect(try await send(Self.draft, .put, to: "/2").response.status == .conflict)
        #expect(try await send(Self.draft, .put, to: "/3").response.status == .notFound)
        #expect(try await send(Self.draft, .put, to: "/x").response.status == .badRequest)
        #expect(try await send("", .delete, to: "/1").answer["state"] as? String == "revoked")
        #expect(try await send("", .delete, to: "/3").response.status == .notFound)
    }

    @Test func rotationTakesAnOverlapInHours() async throws {
        #expect(try await send(#"{"overlapHours": 24}"#, to: "/1/rotate").response.status == .created)
        #expect(try await send(#"{"overlapHours": 24}"#, to: "/2/rotate").response.status == .forbidden)
        #expect(try await send(#"{"overlapHours": 24}"#, to: "/3/rotate").response.status == .notFound)
        for body in ["{}", #"{"overlapHours": 721}"#, #"{"overlapHours": -1}"#, #"{"overlapHours": "1"}"#] {
            #expect(try await send(body, to: "/1/rotate").fields == ["overlapHours"])
        }
    }

    @Test func useIsShownForAQuarterAtMost() async throws {
        let path = "/1/use?from=2026-01-01T00:00:00Z&to="
        #expect(try await send("", .get, to: path + "2026-04-03T00:00:00Z").answer["requests"] as? Int == 42)
        #expect(try await send("", .get, to: path + "2026-04-04T00:00:00Z").fields == ["to"])
        #expect(try await send("", .get, to: "/3/use").response.status == .notFound)
    }

    @Test func listsComePageByPage() async throws {
        let (_, first, _) = try await send("", .get, to: "?limit=1")
        #expect((first["apiKeys"] as? [[String: Any]])?.first?["id"] as? Int == 1)
        let cursor = try #require(first["nextCursor"] as? String)
        let (_, second, _) = try await send("", .get, to: "?limit=1&cursor=\(cursor)")
        #expect((second["apiKeys"] as? [[String: Any]])?.first?["id"] as? Int == 2 && second["nextCursor"] is NSNull)
    }

    @Test func whoeverMaySeeKeysMayNotOnThatAccountMakeThem() async throws {
        let reader = TestServer(
            access: Access(
                principal: .apiKey(APIKeyID(1)), name: "k", scope: TenantScope(tenant: TenantID(1)),
                permissions: [.keysRead], isPlatformOwner: false))
        #expect(try await send("", .get, server: reader).response.status == .ok)
        #expect(try await send(Self.draft, server: reader).response.status == .forbidden)
        #expect(try await send(Self.draft, .put, to: "/1", server: reader).response.status == .forbidden)
        #expect(try await send("", .delete, to: "/1", server: reader).response.status == .forbidden)
        #expect(try await send(#"{"overlapHours": 1}"#, to: "/1/rotate", server: reader).response.status == .forbidden)
    }
}
