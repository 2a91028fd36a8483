import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Operations
import Testing

@Suite struct ConditionalRequestTests {
    @Test(arguments: ["/zones", "/series?limit=2", "/network", "/series/1/readings", "/api-keys/1", "/tenant"])
    func whatIsAtHandIsNotSentAgain(path: String) async throws {
        let server = TestServer()
        let first = try await server.response("/api/v1" + path)
        let tag = try #require(first.headers[.eTag])
        let again = try await server.response("/api/v1" + path, headers: [.ifNoneMatch: "\"other\", W/" + tag])
        #expect(again.status == .notModified && again.body.readableBytes == 0 && again.headers[.eTag] == tag)
        let other = try await server.response("/api/v1" + path, headers: [.ifNoneMatch: "\"other\""])
        #expect(other.status == .ok && other.body == first.body)
        let head = try await server.response("/api/v1" + path, .head, headers: [.ifNoneMatch: tag])
        #expect(head.status == .notModified)
    }

    @Test func onlyTheGridMayBeKept() async throws {
        let zones = try await TestServer().response("/api/v1/zones")
        #expect(zones.headers[.cacheControl] == "private, no-cache")
        #expect(zones.headers[values: .vary].joined(separator: ", ") == "Authorization, Cookie, Origin")
        #expect(try await TestServer().response("/api/v1/users").headers[.cacheControl] == "no-store")
    }

    @Test func tagDiffersWithTheMembersThatWereAskedFor() async throws {
        let tags = try await ["", "?fields=id", "?fields=id,name"].asyncMap {
            try await TestServer().response("/api/v1/zones" + $0).headers[.eTag]
        }
        #expect(Set(tags).count == 3 && !tags.contains(nil))
    }

    @Test func streamsAndChangesHaveNoTag() async throws {
        let export = try await TestServer().response("/api/v1/exports/readings?series=1")
        #expect(export.status == .ok && export.headers[.eTag] == nil)
        let made = try await put("/retention", "{}", ifMatch: nil)
        #expect(made.status == .ok && made.headers[.eTag] == nil)
    }

    private func put(_ path: String, _ body: String, ifMatch: String?) async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let ifMatch { headers[.ifMatch] = ifMatch }
        return try await TestServer().response("/api/v1" + path, .put, headers: headers, body: ByteBuffer(string: body))
    }

    @Test(arguments: [
        ("/retention", "{}"), ("/users/2", #"{"role":"viewer"}"#),
        ("/roles/planner", #"{"name":"Planner","permissions":["grid.read"]}"#),
        ("/api-keys/1", #"{"name":"telegraf","scopes":["grid.read"]}"#), ("/connectors/open-meteo", "{}"),
        ("/validation-rules?quantity=activeEnergyImport", #"{"rules":[]}"#),
        ("/series/1/validation-rules", #"{"rules":[]}"#),
        (
            "/estimation-settings",
            #"{"isEstimating":true,"linearHours":2,"longestHours":72,"graceHours":24,"lateMinutes":60,"zonesNotEstimated":[]}"#
        ),
        (
            "/tenant",
            #"{"name":"F","timeZone":"America/Los_Angeles","locale":"en-US","currency":"USD","units":"metric","tariff":"","allowedOrigins":[],"requiresSecondFactor":false}"#
        ),
    ])
    func aChangeOfWhatHasBeenChangedSinceIsRefused(path: String, body: String) async throws {
        let path = path.replacing("open-meteo", with: TestCity.connector.name)
        let found = try await TestServer().response("/api/v1" + path)
        #expect(found.status == .ok)
        let tag = try #require(found.headers[.eTag])
        #expect(try await put(path, body, ifMatch: tag).status == .ok)
        #expect(try await put(path, body, ifMatch: "*").status == .ok)
        #expect(try await put(path, body, ifMatch: "\"x\", " + tag).status == .ok)
        for wrong in ["\"stale\"", "W/" + tag] {
            let refused = try await put(path, body, ifMatch: wrong)
            #expect(refused.status == .preconditionFailed)
            #expect(String(buffer: refused.body).contains("Read it again"))
        }
    }

    @Test(arguments: ["/users/2", "/roles/planner", "/api-keys/1"])
    func whatHasBeenChangedSinceIsNotDeleted(path: String) async throws {
        let tag = try #require(try await TestServer().response("/api/v1" + path).headers[.eTag])
        let refused = try await TestServer().response("/api/v1" + path, .delete, headers: [.ifMatch: "\"stale\""])
        #expect(refused.status == .preconditionFailed)
        let done = try await TestServer().response("/api/v1" + path, .delete, headers: [.ifMatch: tag])
        #expect(done.status.kind == .successful)
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
