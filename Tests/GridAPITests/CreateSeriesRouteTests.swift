import Foundation
import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct CreateSeriesRouteTests {
    private func post(_ body: String) async throws -> (status: Int, location: String?, fields: [String]) {
        let response = try await TestServer().response(
            "/api/v1/series", .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
        let parsed = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any]
        let errors = parsed?["errors"] as? [[String: Any]] ?? []
        return (response.status.code, response.headers[.location], errors.compactMap { $0["field"] as? String })
    }

    private func body(name: String = "f", place: String = #""assetCode":"F7""#, more: String = "") -> String {
        """
        {"externalName":"\(name)","assetKind":"feeder",\(place),"quantity":"activeEnergyImport","intervalSeconds":900\(more)}
        """
    }

    @Test func answersWithTheSeriesAndWhereItIs() async throws {
        let (status, location, _) = try await post(body())
        #expect(status == 201 && location == "/api/v1/series/1")
        #expect(try await post(body(place: #""assetId":4"#, more: #","name":"Head""#)).status == 201)
    }

    @Test func nameThatIsTakenIsAConflict() async throws {
        #expect(try await post(body(name: "taken")).status == 409)
    }

    @Test func everyWrongMemberIsNamed() async throws {
        let (status, _, fields) = try await post(
            #"{"externalName":1,"assetKind":"pole","quantity":"x","intervalSeconds":-900,"colour":"red"}"#)
        #expect(status == 422)
        #expect(Set(fields) == ["externalName", "assetKind", "quantity", "intervalSeconds", "colour", "assetId"])
        #expect(try await post(body(more: #","assetId":4"#)).fields == ["assetCode"])
        #expect(
            try await post("{}").fields.sorted() == [
                "assetId", "assetKind", "externalName", "intervalSeconds", "quantity",
            ])
    }

    @Test func whatIsNoJSONIsRefused() async throws {
        #expect(try await post("{").status == 400)
        #expect(try await post("[]").status == 422)
        #expect(try await post(body(more: String(repeating: " ", count: 70_000))).status == 413)
    }
}
