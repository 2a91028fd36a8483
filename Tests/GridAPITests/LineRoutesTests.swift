import Foundation
import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Operations
import Synchronization
import Testing

@Suite struct LineRoutesTests {
    private func post(
        _ uri: String, _ body: String, headers: HTTPFields = [:], server: TestServer = TestServer()
    ) async throws -> TestResponse {
        try await server.response(uri, .post, headers: headers, body: ByteBuffer(string: body))
    }

    @Test(arguments: [
        "/api/v1/write", "/api/v2/write?org=o&bucket=b&precision=ms", "/write?db=telegraf&rp=&precision=n",
    ])
    func everyDoorAnswersNoContentWhenAllLinesAreStored(uri: String) async throws {
        let server = TestServer()
        let response = try await post(uri, "m,series=a value=1 900\n", server: server)
        #expect(response.status == .noContent)
        let body = try #require(server.lines.withLock { $0.first })
        #expect(String(decoding: body.bytes, as: UTF8.self) == "m,series=a value=1 900\n")
        #expect(body.precision == (uri.contains("ms") ? .ms : uri.contains("=n") ? .n : .ns))
    }

    @Test func aPartialWriteNamesTheLinesAsInfluxDBDoes() async throws {
        let response = try await post("/api/v1/write", "m value=1\nbad\nm value=2\nbad\n")
        #expect(response.status == .badRequest)
        #expect(response.headers[.contentType] == "application/json")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any])
        #expect((json["error"] as? String)?.hasPrefix("partial write: line 2: series: ") == true)
        #expect(json["stored"] as? Int == 2)
        #expect(json["dropped"] as? Int == 2)
        #expect((json["lines"] as? [[String: Any]])?.compactMap { $0["line"] as? Int } == [2, 4])
    }

    @Test func whatIsTooLargeOrOddlyCodedIsRefused() async throws {
        var limits = GridAPILimits()
        limits.lineBytes = 64
        limits.unpackedLineBytes = 100
        let server = TestServer(limits: limits)
        let large = String(repeating: "m value=1 1\n", count: 20)
        #expect(try await post("/api/v1/write", large, server: server).status == .contentTooLarge)
        #expect(
            try await post("/api/v1/write", "m", headers: [.contentEncoding: "br"], server: server).status
                == .unsupportedMediaType)
        // The last four bytes say how large it is unpacked: here 0x20202020 bytes.
        let bomb = try await post(
            "/api/v1/write", String(repeating: " ", count: 30), headers: [.contentEncoding: "gzip"], server: server)
        #expect(bomb.status == .contentTooLarge)
        #expect(try await post("/api/v1/write?precision=h", "m", server: server).status == .badRequest)
        #expect(server.lines.withLock { $0.isEmpty })
    }

    @Test func aFullLogAnswersThatItIsBusy() async throws {
        let server = TestServer { service in
            service.lines.write = { _ in throw IngestBacklogFull(pendingReadings: 5) }
        }
        let response = try await post("/api/v1/write", "m value=1 1", server: server)
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "1")
    }

    @Test func answersWhatTelegrafAsksBeforeItWrites() async throws {
        #expect(try await TestServer().response("/ping").status == .noContent)
        let form = "q=CREATE+DATABASE+%22telegraf%22"
        let asForm = try await post("/query", form, headers: [.contentType: "application/x-www-form-urlencoded"])
        #expect(asForm.status == .ok)
        #expect(String(buffer: asForm.body) == #"{"results":[{"statement_id":0}]}"#)
        #expect(try await post("/api/v1/query?\(form)", "").status == .ok)
        #expect(try await post("/query", "q=DROP+DATABASE+x").status == .badRequest)
        #expect(try await post("/query", "").status == .badRequest)
    }
}
