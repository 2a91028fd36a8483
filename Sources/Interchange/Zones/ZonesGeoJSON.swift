import Foundation

/// Reads zones from a GeoJSON FeatureCollection of polygons (RFC 7946).
///
/// A feature's properties: `code`, `name`, `capacityKW`; optional `population` (0), `priority` (3),
/// `criticalSites` (`name`, `kind`, `nodeCode`), `feederCode` or `feeder`, `nodeCodes` or `nodes`.
public enum ZonesGeoJSON {
    /// - Throws: `ImportError.faulty` with every fault of every feature.
    public static func read(_ bytes: [UInt8]) throws(ImportError) -> [ZoneDraft] {
        var faults = ImportFaults()
        let tree: JSONTree
        do {
            tree = try JSONDecoder().decode(JSONTree.self, from: Data(bytes))
        } catch {
            faults.add(ImportFault(reason: "The file is not JSON"))
            throw .faulty(faults)
        }
        guard tree["type"]?.text == "FeatureCollection", let features = tree["features"]?.list else {
            faults.add(ImportFault(reason: "The file is not a GeoJSON FeatureCollection"))
            throw .faulty(faults)
        }
        var zones: [ZoneDraft] = []
        var codes: Set<String> = []
        var zoneOfNode: [String: String] = [:]
        for (index, feature) in features.enumerated() {
            var reader = ZoneFeatureReader(feature: feature, number: index + 1)
            let zone = reader.read()
            for fault in reader.faults { faults.add(fault) }
            guard let zone else { continue }
            if !codes.insert(zone.code).inserted {
                faults.add(reader.fault("code", "The zone “\(zone.code)” is there already"))
            }
            for node in zone.nodeCodes {
                if let other = zoneOfNode.updateValue(zone.code, forKey: node) {
                    faults.add(reader.fault("nodeCodes", "The node “\(node)” lies in the zone “\(other)” already"))
                }
            }
            zones.append(zone)
        }
        if features.isEmpty { faults.add(ImportFault(reason: "The file has no features")) }
        guard faults.isEmpty else { throw .faulty(faults) }
        return zones
    }
}
