import Foundation
import GridAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Operations
import Testing

@Suite struct UploadTests {
    private static let path = "/api/v1/uploads"
    private static let csv: HTTPFields = [.contentType: "text/csv"]
    private static let json: HTTPFields = [.contentType: "application/json"]
    private static let first = "/0000000000000000"
    private static let mapping =
        #"{"mapping":{"layout":"long","start":"t","series":"m","value":"v","quality":null,"unit":"kWh"}}"#

    @Test func fileIsReceivedAsItIs() async throws {
        let server = TestServer()
        let response = try await server.response(
            Self.path + "?name=my%20meters.csv", .post, headers: Self.csv, body: ByteBuffer(string: "a,b\n1,2\n"))
        #expect(response.status == .created)
        let upload = try object(response)
        let id = try #require(upload["id"] as? String)
        #expect(response.headers[.location] == "/api/v1/uploads/\(id)")
        #expect(upload["name"] as? String == "my meters.csv")
        #expect(upload["sizeBytes"] as? Int == 8)
        let stored = try String(
            contentsOf: server.folder.appendingPathComponent("1/\(id).data"), encoding: .utf8)
        #expect(stored == "a,b\n1,2\n")
    }

    @Test(arguments: [
        ("application/json", 10, 415), ("multipart/form-data; boundary=x", 10, 415), ("text/csv", 0, 400),
        ("text/csv; charset=utf-8", (1 << 20) + 1, 413),
    ])
    func whatIsNoFileOrTooLargeIsRefusedAndLeavesNothing(type: String, bytes: Int, status: Int) async throws {
        let server = TestServer()
        let response = try await server.response(
            Self.path, .post, headers: [.contentType: type], body: ByteBuffer(repeating: 0x61, count: bytes))
        #expect(response.status.code == status)
        let left = (try? FileManager.default.contentsOfDirectory(atPath: server.folder.path + "/1")) ?? []
        #expect(left == [])
    }

    @Test(arguments: [
        #"{"mapping":{"layout":"tall","start":"t"}}"#, #"{"mapping":{"layout":"long","start":"t"}}"#,
        #"{"mapping":{"layout":"wide"}}"#, #"{"mapping":{"layout":"wide","start":"t","value":"v"}}"#,
        #"{"mapping":{"layout":"wide","start":"t","columns":["a",1]}}"#,
        #"{"mapping":{"layout":"wide","start":"t","unit":"GWh"}}"#,
        #"{"mapping":{"layout":"wide","start":"t","delimiter":"|"}}"#,
        #"{"mapping":{"layout":"wide","start":"t","more":1}}"#, #"{"mapping":[]}"#, "{}", "[]",
        #"{"mapping":{"layout":"wide","start":"t"},"dryRun":"yes"}"#,
    ])
    func mappingThatIsNoneIsRefusedFieldByField(body: String) async throws {
        for verb in ["preview", "import"] {
            let response = try await TestServer().response(
                Self.path + Self.first + "/" + verb, .post, headers: Self.json, body: ByteBuffer(string: body))
            #expect(response.status == .unprocessableContent, "\(body)")
            #expect(String(buffer: response.body).contains(#""errors":[{"field":""#))
        }
    }

    @Test func theGuessIsAMappingThatIsTaken() async throws {
        let upload = try object(try await TestServer().response(Self.path + Self.first))
        let guess = try #require((upload["guess"] as? [String: Any])?["mapping"])
        let body = try JSONSerialization.data(withJSONObject: ["mapping": guess])
        let response = try await TestServer().response(
            Self.path + Self.first + "/preview", .post, headers: Self.json, body: ByteBuffer(bytes: body))
        #expect(response.status == .ok)
    }

    @Test func importAnswersWithItsJob() async throws {
        let response = try await TestServer().response(
            Self.path + Self.first + "/import", .post, headers: Self.json, body: ByteBuffer(string: Self.mapping))
        #expect(response.status == .accepted)
        #expect(try object(response)["jobId"] as? Int == 7)
        #expect(response.headers[.location] == "/api/v1/jobs/7")
    }

    @Test func importedUploadIsNotImportedAgain() async throws {
        for verb in ["preview", "import"] {
            let response = try await TestServer().response(
                Self.path + "/0000000000000001/" + verb, .post, headers: Self.json,
                body: ByteBuffer(string: Self.mapping))
            #expect(response.status == .conflict)
        }
    }

    @Test(arguments: [("0000000000000000", 204, 200), ("00000000000000ff", 404, 404), ("..%2F..%2Fetc", 400, 400)])
    func onlyUploadsThatAreThereAreDeletedAndHaveFaults(id: String, delete: Int, faults: Int) async throws {
        #expect(try await TestServer().response(Self.path + "/" + id, .delete).status.code == delete)
        let response = try await TestServer().response(Self.path + "/" + id + "/faults")
        #expect(response.status.code == faults)
        if faults == 200 { #expect(String(buffer: response.body) == "line,column,reason\n") }
    }

    @Test func clientThatStallsIsToldAndLeavesNothing() async throws {
        var limits = GridAPILimits()
        limits.bodyTimeout = .milliseconds(200)
        // The handler says so itself, however busy the machine is: the connection's own deadline comes much later.
        limits.shutdownGrace = .seconds(120)
        let server = TestServer(limits: limits)
        try await server.test(.live) { client in
            let port = try #require(client.port)
            try await RawConnection.with(port: port) { connection in
                try await connection.send(
                    """
                    POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer valid\r\nContent-Type: text/csv\r\n\
                    Content-Length: 99999\r\n\r\nhalf
                    """)
                #expect(try await connection.read(until: "\r\n\r\n").contains(" 408 "))
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: server.folder.path + "/1") == [])
    }

    private func object(_ response: TestResponse) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any])
    }
}
