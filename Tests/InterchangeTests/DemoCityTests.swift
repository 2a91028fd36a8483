import Foundation
import GridModel
import Interchange
import Testing

/// The demo city is the largest real example in the project: it must be read without a fault.
@Suite struct DemoCityTests {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "data/demo").path

    @Test func networkHasTheFeedersOfItsZones() throws {
        var network = try SimBenchFolder(path: Self.folder + "/network").network().network
        #expect(network.nodes.count == 440)
        #expect(network.lines.count == 147)
        #expect(network.loadPoints.count == 139)
        #expect(network.transformers.count == 2)
        let zones = try ZonesGeoJSON.read(Array(try Data(contentsOf: URL(filePath: Self.folder + "/zones.geojson"))))
        #expect(zones.count == 10)
        network.assignFeeders(to: zones)
        #expect(network.feeders.map(\.code).sorted() == zones.compactMap(\.feederCode).sorted())
        for feeder in network.feeders {
            let zone = try #require(zones.first { $0.code == feeder.zoneCode })
            #expect(Set(feeder.nodes) == Set(zone.nodeCodes))
        }
        let feeding = Dictionary(network.feeders.flatMap { feeder in feeder.nodes.map { ($0, feeder.code) } }) { _, _ in
            Issue.record("A node belongs to two feeders")
            return ""
        }
        // One load hangs on the substation's own busbar.
        #expect(network.loadPoints.filter { feeding[$0.node] == nil }.count == 1)
    }

    @Test(arguments: [("load_kwh", 139, Quantity.activeEnergyImport), ("generation_kwh", 133, .activeEnergyExport)])
    func readingsAreSound(file: String, seriesCount: Int, quantity: Quantity) throws {
        let mapping = ColumnMapping(
            layout: .wide(start: "start_utc", series: nil), time: .isoWithZone, unit: .kilowattHours)
        let now = try #require(Timestamp(iso8601: "2017-08-01T07:00:00Z"))
        let importer = ReadingsImport(mapping: mapping, now: now) { name in
            Series(
                id: SeriesID(1), externalName: name, name: name, subject: Subject(kind: .loadPoint, id: 1), zone: nil,
                quantity: quantity, intervalSeconds: 3600, isDerived: false)
        }
        let report = try importer.dryRun(FileByteSource(path: "\(Self.folder)/readings/\(file).csv.gz"))
        #expect(report.faults.isEmpty)
        #expect(report.rowCount == 8760)
        #expect(report.readingCount == 8760 * seriesCount)
        #expect(report.series.allSatisfy { $0.inferredIntervalSeconds == 3600 })
    }
}
