import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct BulkTests {
    private func post(_ path: String, _ body: String) async throws -> (status: Int, text: String) {
        let response = try await TestServer().response(
            "/api/v1" + path, .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
        return (response.status.code, String(buffer: response.body))
    }

    private func series(_ name: String) -> String {
        #"{"externalName":"\#(name)","assetKind":"feeder","assetCode":"F","quantity":"activeEnergyImport","intervalSeconds":900}"#
    }

    @Test func eachItemIsAnsweredForItself() async throws {
        let (status, text) = try await post(
            "/series/bulk", #"{"items":[\#(series("taken")),{"externalName":7},\#(series("new")),5]}"#)
        #expect(status == 200)
        #expect(text.hasPrefix(#"{"succeeded":1,"failed":3,"items":[{"index":0,"status":409,"problem":{"type":"#))
        #expect(text.contains(#"{"index":1,"status":422,"problem":{"#) && text.contains(#""field":"externalName""#))
        #expect(text.contains(#"{"index":2,"status":201,"id":1}"#) && text.contains(#"{"index":3,"status":422"#))
    }

    @Test func keysAreRevokedOneByOne() async throws {
        let (status, text) = try await post("/api-keys/revoke", #"{"ids":[9,1]}"#)
        #expect(status == 200)
        #expect(
            text.contains(#"{"index":0,"status":404,"problem":{"#) && text.contains(#"{"index":1,"status":200,"id":1}"#)
        )
    }

    @Test(arguments: [
        ("/series/bulk", #"{"items":[]}"#), ("/series/bulk", "{}"), ("/series/bulk", #"{"items":1}"#),
        ("/series/bulk", #"{"items":[1],"more":1}"#), ("/series/bulk", "[]"),
        ("/series/bulk", #"{"items":["# + String(repeating: "1,", count: 1000) + "1]}"),
        ("/api-keys/revoke", #"{"ids":[]}"#), ("/api-keys/revoke", #"{"ids":[1,1]}"#),
        ("/api-keys/revoke", #"{"ids":["1"]}"#), ("/api-keys/revoke", #"{"ids":[1.5]}"#), ("/api-keys/revoke", "{}"),
        ("/api-keys/revoke", #"{"ids":["# + (1...101).map(String.init).joined(separator: ",") + "]}"),
    ])
    func whatCannotBeTakenItemByItemIsRefusedWhole(path: String, body: String) async throws {
        #expect(try await post(path, body).status == 422)
    }

    @Test func bodiesAreBounded() async throws {
        #expect(try await post("/series/bulk", String(repeating: " ", count: (1 << 20) + 1)).status == 413)
        #expect(try await post("/series/bulk", #"{"items":["#).status == 400)
    }
}
