import Foundation
import GridModel
import Interchange

/// `demo.json`: what the demo city is made of.
struct DemoManifest: Decodable {
    struct File: Decodable {
        let path: String
        let timeColumn: String?
        let columns: [Column]?
    }

    struct Column: Decodable {
        let column: String
        let title: String
    }

    struct Files: Decodable {
        let network: File
        let zones: File
        let load: File
        let generation: File
        let weather: File
        let faults: File
    }

    struct Station: Decodable {
        let name: String
        let longitude: Double
        let latitude: Double
    }

    struct Notice: Decodable {
        let title: String
        let text: String
    }

    struct Licence: Decodable {
        let name: String
        let licence: String
        let url: String
        let attribution: String
    }

    let name: String
    let code: String
    let timeZone: String
    let currency: String
    let country: String
    let sourceStart: Timestamp
    let sourceEnd: Timestamp
    let intervalSeconds: Int64
    let files: Files
    let weatherStation: Station
    let notices: [Notice]
    let licences: [Licence]

    static func read(_ folder: URL) throws -> DemoManifest {
        let data = try Data(contentsOf: folder.appendingPathComponent("demo.json"))
        return try JSONDecoder().decode(DemoManifest.self, from: data)
    }
}
