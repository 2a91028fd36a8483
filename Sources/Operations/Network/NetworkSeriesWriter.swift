import GridModel
import Interchange
import Persistence

/// Stores a network with its zones and gives every load point, generator and zone its series.
struct NetworkSeriesWriter {
    /// Loads of an area are derived hour by hour.
    private static let derivedIntervalSeconds: Int64 = 3600

    private let session: TenantSession
    private let intervalSeconds: Int64

    /// - Parameter intervalSeconds: of the measured series.
    init(_ session: TenantSession, intervalSeconds: Int64) {
        self.session = session
        self.intervalSeconds = intervalSeconds
    }

    /// - Parameters:
    ///   - isLoadMetered, isGeneratorMetered: which of them have a series of their own.
    /// - Returns: the measured series by the code of what they measure.
    /// - Throws: `NetworkWriteError`, `DatabaseError`
    func write(
        _ network: GridNetwork, zones drafts: [ZoneDraft], isLoadMetered: (LoadPoint) -> Bool = { _ in true },
        isGeneratorMetered: (Generator) -> Bool
    ) throws -> [String: Series] {
        let zoneOfNode = try writeZones(drafts, of: network)
        let ids = try NetworkWriter(session).write(network, zoneOfNode: zoneOfNode)
        var series: [String: Series] = [:]
        for load in network.loadPoints where isLoadMetered(load) {
            guard let id = ids[.loadPoint]?[load.code] else { continue }
            series[load.code] = try insert(
                load.code, name: "\(load.code) consumption", .asset(.loadPoint, id), zoneOfNode[load.node],
                .activeEnergyImport)
        }
        for generator in network.generators where isGeneratorMetered(generator) {
            guard let id = ids[.generator]?[generator.code] else { continue }
            series[generator.code] = try insert(
                generator.code, name: "\(generator.code) generation", .asset(.generator, id),
                zoneOfNode[generator.node], .activeEnergyExport)
        }
        return series
    }

    /// - Returns: the zone of every node that a zone names or, where none does, whose place lies in one.
    private func writeZones(_ drafts: [ZoneDraft], of network: GridNetwork) throws -> [String: ZoneID] {
        var zones: [(id: ZoneID, draft: ZoneDraft)] = []
        for draft in drafts {
            let id = try ZoneRepository(session).insert(
                code: draft.code, name: draft.name, population: draft.population, priority: draft.priority,
                criticalSites: draft.criticalSites, capacityKW: draft.capacityKW, area: draft.area)
            zones.append((id, draft))
            try writeDerived(id, draft)
        }
        var zoneOfNode: [String: ZoneID] = [:]
        for (id, draft) in zones {
            for node in draft.nodeCodes { zoneOfNode[node] = id }
        }
        if drafts.allSatisfy(\.nodeCodes.isEmpty) {
            for node in network.nodes {
                guard let place = node.location else { continue }
                zoneOfNode[node.code] = zones.first { $0.draft.area.contains(place) }?.id
            }
        }
        return zoneOfNode
    }

    private func writeDerived(_ zone: ZoneID, _ draft: ZoneDraft) throws {
        for (quantity, word) in [
            (Quantity.netLoad, "load"), (.consumption, "consumption"), (.generation, "generation"),
        ] {
            _ = try SeriesRepository(session).insert(
                externalName: "\(draft.code).\(quantity.rawValue)", name: "\(draft.name) \(word)",
                subject: .zone(zone), zone: zone, quantity: quantity, intervalSeconds: Self.derivedIntervalSeconds,
                isDerived: true)
        }
    }

    private func insert(
        _ externalName: String, name: String, _ subject: Subject, _ zone: ZoneID?, _ quantity: Quantity
    ) throws -> Series {
        try SeriesRepository(session).insert(
            externalName: externalName, name: name, subject: subject, zone: zone, quantity: quantity,
            intervalSeconds: intervalSeconds, isDerived: false)
    }
}
