import Foundation
import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct RetentionRouteTests {
    private func send(
        _ body: String, _ method: HTTPRequest.Method = .put, to path: String = "", server: TestServer = TestServer()
    ) async throws -> (status: Int, answer: [String: Any], fields: [String]) {
        let response = try await server.response(
            "/api/v1/retention\(path)", method, headers: [.contentType: "application/json"],
            body: ByteBuffer(string: body))
        let parsed = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
        let answer = try #require(parsed as? [String: Any])
        let errors = answer["errors"] as? [[String: Any]] ?? []
        return (response.status.code, answer, errors.compactMap { $0["field"] as? String })
    }

    @Test func whatIsNotGivenIsKeptForEver() async throws {
        let (status, answer, _) = try await send(#"{"rawMonths": 24, "hourlyMonths": null}"#)
        #expect(status == 200)
        #expect(answer["rawMonths"] as? Int == 24 && answer["closedBefore"] is String)
        #expect(answer["hourlyMonths"] is NSNull && answer["anomalyMonths"] is NSNull)
        #expect(try await send("{}").answer["rawMonths"] is NSNull)
    }

    @Test func everyWrongMemberIsNamed() async throws {
        let (status, _, fields) = try await send(#"{"rawMonths": "24", "hourlyMonths": 1.5, "colour": 1}"#)
        #expect(status == 422 && fields == ["rawMonths", "hourlyMonths", "colour"])
        #expect(try await send(#"{"rawMonths": 24, "hourlyMonths": 12}"#).fields == ["hourlyMonths"])
        #expect(try await send(#"{"rawMonths": 1}"#, .post, to: "/preview").fields == ["rawMonths"])
        #expect(try await send("[]").status == 422)
        #expect(try await send("{").status == 400)
    }

    @Test func previewTakesAPolicyOrTheTenantsOwn() async throws {
        #expect(try await send("{}", .post, to: "/preview").status == 200)
        let (status, answer, _) = try await send(#"{"rawMonths": 24}"#, .post, to: "/preview")
        #expect(status == 200)
        #expect((answer["tables"] as? [[String: Any]])?.first?["rows"] as? Int == 2)
    }

    @Test func aRunIsAJobAndOnlyOneAtATime() async throws {
        #expect(try await send("", .post, to: "/run").status == 202)
        let busy = TestServer { $0.retention.run = { _ in nil } }
        #expect(try await send("", .post, to: "/run", server: busy).status == 409)
    }

    @Test func pageOfAnotherOriginMayNotSetIt() async throws {
        let response = try await TestServer().response(
            "/api/v1/retention", .put,
            headers: [.contentType: "application/json", .origin: "https://elsewhere.example"],
            body: ByteBuffer(string: "{}"))
        #expect(response.status == .forbidden)
    }
}
