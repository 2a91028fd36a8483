import Foundation
import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Operations
import Synchronization
import Testing

@Suite struct ConnectorRoutesTests {
    private let path = "/api/v1/connectors/open-meteo-weather"
    private let json: HTTPFields = [.contentType: "application/json"]

    private func put(_ body: String, path: String? = nil, to server: TestServer = TestServer()) async throws
        -> TestResponse
    {
        try await server.response(path ?? self.path, .put, headers: json, body: ByteBuffer(string: body))
    }

    @Test func changesOnlyWhatIsNamed() async throws {
        let server = TestServer()
        let response = try await put(
            #"{"isEnabled":true,"intervalSeconds":900,"radiusKm":12.5,"baseUrl":"https://mirror.example"}"#, to: server)
        #expect(response.status == .ok)
        var expected = ConnectorChange()
        expected.isEnabled = true
        expected.intervalSeconds = 900
        expected.radiusKm = 12.5
        expected.baseURL = "https://mirror.example"
        #expect(server.changed.withLock { $0 } == [expected])
    }

    @Test func namesEveryWrongSetting() async throws {
        let response = try await put(
            #"{"isEnabled":1,"intervalSeconds":60,"dailyCalls":1.5,"backfillDays":"7","radiusKm":0,"key":"s3cr3t"}"#)
        #expect(response.status == .unprocessableContent)
        let problem = try #require(
            try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any])
        let fields = (problem["errors"] as? [[String: Any]] ?? []).compactMap { $0["field"] as? String }
        #expect(fields == ["isEnabled", "intervalSeconds", "dailyCalls", "backfillDays", "radiusKm", "key"])
        #expect(!String(buffer: response.body).contains("s3cr3t"))
    }

    @Test(arguments: [("{", HTTPResponse.Status.badRequest), ("[]", .unprocessableContent), ("{}", .ok)])
    func readsItsBodyStrictly(body: String, status: HTTPResponse.Status) async throws {
        #expect(try await put(body).status == status)
    }

    @Test func aLargeBodyIsRefused() async throws {
        let body = #"{"baseUrl":"\#(String(repeating: "a", count: 70_000))"}"#
        #expect(try await put(body).status == .contentTooLarge)
    }

    @Test func aSettingThatCannotBeIsNamed() async throws {
        let response = try await put(#"{"baseUrl":"https://127.0.0.1"}"#)
        #expect(response.status == .unprocessableContent)
        let body = String(buffer: response.body)
        #expect(body.contains("A private address.") && body.contains(#""field":"baseUrl""#))
    }

    @Test func anUnknownConnectorIsNotFound() async throws {
        #expect(try await put("{}", path: "/api/v1/connectors/met-office").status == .notFound)
        #expect(try await TestServer().response("/api/v1/connectors/met-office/run", .post).status == .notFound)
    }

    @Test func aPollNowIsAJob() async throws {
        let response = try await TestServer().response(path + "/run", .post)
        #expect(response.status == .accepted)
        #expect(String(buffer: response.body).contains("\"state\":\"running\""))
    }

    @Test func aForecastIsOneThatWasKnown() async throws {
        let known = try await TestServer().response("/api/v1/series/1/forecast")
        #expect(
            String(buffer: known.body)
                == #"{"seriesId":1,"availableAt":"2026-11-23T09:00:00Z","columns":{"start":[1795424400],"value":[14.5]}}"#
        )
        let early = try await TestServer().response("/api/v1/series/1/forecast?at=2026-11-23T08:59:59Z")
        #expect(early.status == .notFound)
        #expect(try await TestServer().response("/api/v1/series/9/forecast").status == .notFound)
    }
}
