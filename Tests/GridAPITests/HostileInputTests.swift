import Foundation
import GridAPI
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Operations
import Synchronization
import Testing

@Suite struct HostileInputTests {
    private func post(
        _ body: ByteBuffer, to server: TestServer = TestServer(),
        headers: HTTPFields = [.contentType: "application/json"]
    ) async throws -> (status: Int, problem: [String: Any], fields: [String]) {
        let response = try await server.response("/api/v1/readings", .post, headers: headers, body: body)
        let parsed = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
        let problem = try #require(parsed as? [String: Any])
        let errors = problem["errors"] as? [[String: Any]] ?? []
        return (response.status.code, problem, errors.compactMap { $0["field"] as? String })
    }

    @Test(arguments: [
        "", "{", "[", "\"", "nul", "{\"readings\":[}", "{\"readings\":[],}", "{\"readings\":[]} x", "{'readings':[]}",
        #"{"readings":[{"seriesId":1,"start":"2026-11-23T08:00:00Z","value":NaN}]}"#,
        #"{"readings":[{"seriesId":1,"start":"2026-11-23T08:00:00Z","value":-Infinity}]}"#,
        #"{"readings":[{"seriesId":1,"start":"2026-11-23T08:00:00Z","value":1e999}]}"#,
        #"{"readings":[{"seriesId":1,"start":"2026-11-23T08:00:00Z","value":01}]}"#,
        #"{"readings":[{"seriesId":1,"start":"2026-11-23T08:00:00Z","value":1.}]}"#,
        #"{"readings":[{"value":1,"value":2,"seriesId":1,"start":"2026-11-23T08:00:00Z"}]}"#,
        #"{"readings":[],"readings":[]}"#, #"{"readings":"\ud800"}"#, #"{"readings":"\u00g0"}"#, "{\"a\":\"\u{1}\"}",
        String(repeating: "[", count: 100_000),
        #"{"x":"# + String(repeating: "[", count: 50) + String(repeating: "]", count: 50) + "}",
    ])
    func refusesTextThatIsNotTheJSONWeTake(body: String) async throws {
        let server = TestServer()
        let (status, problem, fields) = try await post(ByteBuffer(string: body), to: server)
        #expect(status == 400)
        #expect(fields == ["body"])
        #expect(problem["type"] as? String == "urn:urbangrid:problem:bad-request")
        #expect(server.ingested.withLock { $0.isEmpty })
    }

    @Test func refusesBytesThatAreNotUTF8() async throws {
        let (status, _, fields) = try await post(ByteBuffer(bytes: [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]))
        #expect(status == 400)
        #expect(fields == ["body"])
    }

    @Test func namesEveryWrongFieldAndWritesNothing() async throws {
        let body = #"""
            {"readings":[
              {"seriesId":1,"start":"2026-11-23T08:00:00Z","value":1.5},
              {"seriesId":0,"start":"yesterday","value":"1","quality":"good","extra":{}},
              {"seriesId":1,"series":"a","start":"2026-11-23T08:00:00Z","value":1},
              {"start":"2026-11-23T08:00:00","value":null},
              7, {}
            ], "other": 1}
            """#
        let server = TestServer()
        let (status, _, fields) = try await post(ByteBuffer(string: body), to: server)
        #expect(status == 422)
        #expect(
            Set(fields) == [
                "readings[1].seriesId", "readings[1].start", "readings[1].value", "readings[1].quality",
                "readings[1].extra", "readings[2].series", "readings[3].seriesId", "readings[3].start",
                "readings[3].value", "readings[4]", "readings[5].seriesId", "readings[5].start", "readings[5].value",
                "other",
            ])
        #expect(server.ingested.withLock { $0.isEmpty })
    }

    @Test func namesTheReadingsThatTheUseCaseRefuses() async throws {
        let body = #"{"readings":[{"series":"a","start":"2026-11-23T09:00:00+01:00","value":-1}]}"#
        let (status, problem, fields) = try await post(ByteBuffer(string: body))
        #expect(status == 422)
        #expect(fields == ["readings[0].value"])
        #expect(problem["detail"] as? String == "1 field is wrong; nothing was written.")
    }

    @Test func readsWhatIsRight() async throws {
        let body =
            #"{"readings":[{"series":"Zähler \u00e9\ud83d\ude00","start":"2026-11-23T09:00:00+01:00","value":-0.0e0,"quality":"edited"}]}"#
        let server = TestServer()
        let (status, _, _) = try await post(ByteBuffer(string: body), to: server)
        #expect(status == 200)
        let reading = try #require(server.ingested.withLock { $0.first })
        #expect(reading.target == .externalName("Zähler é😀"))
        #expect(reading.reading == Reading(start: TestCity.now - 3600, value: 0, quality: .edited))
    }

    @Test func refusesABodyThatIsTooLargeOrHoldsTooMany() async throws {
        var limits = GridAPILimits()
        limits.readingsBytes = 300
        limits.readingsItems = 2
        let large = try await post(ByteBuffer(repeating: 0x20, count: 301), to: TestServer(limits: limits))
        #expect(large.status == 413)
        let item = #"{"seriesId":1,"start":"2026-11-23T08:00:00Z","value":1}"#
        let many = ByteBuffer(string: "{\"readings\":[\(item),\(item),\(item)]}")
        #expect(try await post(many, to: TestServer(limits: limits)).status == 413)
    }

    @Test(arguments: [
        HTTPFields(), [.contentType: "text/plain"], [.contentType: "application/json", .contentEncoding: "gzip"],
    ])
    func refusesBodiesThatAreNotPlainJSON(headers: HTTPFields) async throws {
        #expect(try await post(ByteBuffer(string: "{}"), headers: headers).status == 415)
    }

    @Test(arguments: ["http://evil.example", "null", "http://localhost:1", "https://localhost.evil.example"])
    func refusesWritesFromPagesOfOtherOrigins(origin: String) async throws {
        let headers: HTTPFields = [.contentType: "application/json", .origin: origin]
        #expect(try await post(ByteBuffer(string: "{}"), headers: headers).status == 403)
    }

    @Test(arguments: [
        ("/api/v1/series?limit=0", "limit"), ("/api/v1/series?limit=1001", "limit"),
        ("/api/v1/series?limit=+5", "limit"),
        ("/api/v1/series?limit=1&limit=2", "limit"), ("/api/v1/series?assetId=3", "assetId"),
        ("/api/v1/series?zoneId=-1", "zoneId"), ("/api/v1/series?quantity=watts", "quantity"),
        ("/api/v1/series?cursor=AAAA", "cursor"), ("/api/v1/series?form=1", "form"), ("/api/v1/zones?x=%ff", "x"),
        ("/api/v1/zones?x=%zz", "x"), ("/api/v1/series/1/readings?from=2026-11-23T09:00:00", "from"),
        ("/api/v1/series/1/readings?from=9999999-01-01", "from"),
        ("/api/v1/series/1/readings?from=2026-11-23T09:00:00Z&to=2026-11-23T09:00:00Z", "from"),
        ("/api/v1/series/1/readings?points=1", "points"), ("/api/v1/network?kinds=zone,,line", "kinds"),
        ("/api/v1/zones/0", "id"), ("/api/v1/zones/9223372036854775808", "id"), ("/api/v1/zones/%27%20OR%201=1", "id"),
        ("/api/v1/zones/1/forecast?past=337", "past"), ("/api/v1/jobs?state=done", "state"),
    ])
    func namesTheParameterThatIsWrong(uri: String, field: String) async throws {
        try await TestServer().test { client in
            let response = try await client.execute(uri: uri, method: .get)
            #expect(response.status == .badRequest)
            let text = String(buffer: response.body)
            #expect(text.contains("\"field\":\"\(field)\""), "\(text)")
        }
    }

    @Test func namesAllWrongParametersAtOnce() async throws {
        try await TestServer().test { client in
            let response = try await client.execute(uri: "/api/v1/series?limit=x&zoneId=y&quantity=z", method: .get)
            let text = String(buffer: response.body)
            #expect(["limit", "zoneId", "quantity"].allSatisfy { text.contains("\"field\":\"\($0)\"") })
        }
    }

    @Test func acceptsAnOffsetWhosePlusWasNotEncoded() async throws {
        try await TestServer().test { client in
            let uri = "/api/v1/series/1/readings?from=2026-11-23T09:00:00+01:00"
            let response = try await client.execute(uri: uri, method: .get)
            #expect(response.status == .ok)
        }
    }
}
