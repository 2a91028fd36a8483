import GridModel
import Interchange
import Testing

@Suite struct ZonesGeoJSONTests {
    let ring = "[[0,0],[1,0],[1,1],[0,0]]"

    @Test func readsAZone() throws {
        let text = collection(
            """
            "code":"Z01","name":"Palmetto","population":5216,"priority":2,"capacityKW":9266,"feederCode":"F01",
            "criticalSites":[{"name":"School","kind":"school","nodeCode":"Bus 14"}],"nodeCodes":["Bus 14","Bus 15"]
            """, "[\(ring)]")
        let zones = try ZonesGeoJSON.read(Array(text.utf8))
        let zone = try #require(zones.first)
        #expect(zone.code == "Z01")
        #expect(zone.population == 5216)
        #expect(zone.priority == 2)
        #expect(zone.capacityKW == 9266)
        #expect(zone.feederCode == "F01")
        #expect(zone.criticalSites.map(\.nodeCode) == ["Bus 14"])
        #expect(zone.nodeCodes == ["Bus 14", "Bus 15"])
        #expect(zone.area.rings[0].count == 4)
    }

    @Test(arguments: [
        (#""name":"a","capacityKW":1"#, "[[[0,0],[1,0],[1,1],[0,0]]]", "code"),
        (#""code":"a","name":"a","capacityKW":0"#, "[[[0,0],[1,0],[1,1],[0,0]]]", "capacityKW"),
        (#""code":"a","name":"a","capacityKW":"1""#, "[[[0,0],[1,0],[1,1],[0,0]]]", "capacityKW"),
        (#""code":"a","name":"a","capacityKW":1,"priority":4"#, "[[[0,0],[1,0],[1,1],[0,0]]]", "priority"),
        (#""code":"a","name":"a","capacityKW":1,"population":1.5"#, "[[[0,0],[1,0],[1,1],[0,0]]]", "population"),
        (#""code":"a","name":"a","capacityKW":1,"nodeCodes":[1]"#, "[[[0,0],[1,0],[1,1],[0,0]]]", "nodeCodes"),
        (#""code":"a","name":"a","capacityKW":1,"criticalSites":[{}]"#, "[[[0,0],[1,0],[1,1],[0,0]]]", "criticalSites"),
        (#""code":"a","name":"a","capacityKW":1"#, "[[[0,0],[1,0],[1,1]]]", "geometry"),
        (#""code":"a","name":"a","capacityKW":1"#, "[[[0,0],[1,0],[1,95],[0,0]]]", "geometry"),
        (#""code":"a","name":"a","capacityKW":1"#, "[]", "geometry"),
    ])
    func namesWhatIsWrong(properties: String, coordinates: String, column: String) throws {
        let text = collection(properties, coordinates)
        let error = try #require(throws: ImportError.self) { try ZonesGeoJSON.read(Array(text.utf8)) }
        guard case .faulty(let faults) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(faults.kept.map(\.column) == [column])
    }

    @Test(arguments: ["", "{", "[]", #"{"type":"Feature"}"#, #"{"type":"FeatureCollection","features":[]}"#, "\u{0}"])
    func refusesWhatIsNoCollection(text: String) {
        #expect(throws: ImportError.self) { try ZonesGeoJSON.read(Array(text.utf8)) }
    }

    @Test func refusesACodeOrANodeTwice() {
        let one = feature(#""code":"a","name":"a","capacityKW":1,"nodes":["n"]"#, "[\(ring)]")
        let text = #"{"type":"FeatureCollection","features":[\#(one),\#(one)]}"#
        #expect {
            try ZonesGeoJSON.read(Array(text.utf8))
        } throws: { error in
            guard case .faulty(let faults) = error as? ImportError else { return false }
            return faults.kept.map(\.column) == ["code", "nodeCodes"]
        }
    }

    private func collection(_ properties: String, _ coordinates: String) -> String {
        #"{"type":"FeatureCollection","features":[\#(feature(properties, coordinates))]}"#
    }

    private func feature(_ properties: String, _ coordinates: String) -> String {
        #"""
        {"type":"Feature","properties":{\#(properties)},"geometry":{"type":"Polygon","coordinates":\#(coordinates)}}
        """#
    }
}
