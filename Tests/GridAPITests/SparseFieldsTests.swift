import Foundation
import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct SparseFieldsTests {
    private func text(_ uri: String) async throws -> String {
        let response = try await TestServer().response("/api/v1" + uri)
        #expect(response.status == .ok, "\(uri)")
        return String(buffer: response.body)
    }

    @Test func itemsHaveWhatWasAskedForAndTheListStaysWhatItIs() async throws {
        let page = try await text("/series?limit=2&fields=name,id")
        #expect(page.hasPrefix(#"{"series":[{"id":1,"name":""#))
        #expect(page.contains(#"],"nextCursor":""#) && !page.contains("quantity"))
        let parsed = try JSONSerialization.jsonObject(with: Data(page.utf8)) as? [String: Any]
        #expect(
            (parsed?["series"] as? [[String: Any]])?.map { $0.keys.sorted() } == [["id", "name"], ["id", "name"]])
    }

    @Test func aDotLeadsOneLevelDown() async throws {
        #expect(
            try await text("/zones?fields=nextPeak.p50,id")
                .contains(#""zones":[{"id":1,"nextPeak":{"p50":2}},{"id":2,"nextPeak":null}]"#))
        #expect(
            try await text("/zones/1?fields=criticalSites.name,series.load")
                == #"{"criticalSites":[{"name":"Hospital"}],"series":{"load":1}}"#)
        #expect(try await text("/zones/1?fields=series.load,series").contains(#""consumption":2"#))
        let geometry = try await text("/network?kinds=zone&fields=geometry.type")
        #expect(geometry.contains(#""features":[{"geometry":{"type":"Polygon"}}"#))
    }

    @Test func whatIsNotThereIsRefusedWithWhatIs() async throws {
        for (uri, message) in [
            ("/zones?fields=id,colour", "There is no member colour."),
            ("/zones/1?fields=series.colour", "There is no member series.colour."),
            ("/jobs/1?fields=nextCursor", "There is no member nextCursor."),
        ] {
            let response = try await TestServer().response("/api/v1" + uri)
            #expect(response.status == .unprocessableContent, "\(uri)")
            let body = String(buffer: response.body)
            #expect(body.contains(message) && body.contains("some of "), "\(body)")
        }
    }

    @Test(arguments: ["", ",", "a,", "a.b.c", ".a", "a%20b", String(repeating: "a,", count: 60) + "a"])
    func whatIsNoListOfNamesIsRefused(fields: String) async throws {
        #expect(try await TestServer().response("/api/v1/zones?fields=" + fields).status == .badRequest)
    }

    @Test func anEmptyListHasNothingToChooseFrom() async throws {
        #expect(try await text("/anomalies?kind=spike&fields=id") == #"{"anomalies":[],"nextCursor":null}"#)
    }
}
