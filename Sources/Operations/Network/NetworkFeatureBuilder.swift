import GridModel
import Persistence

/// Makes map features from rows. What has no place on the map is left out.
struct NetworkFeatureBuilder {
    private let session: TenantSession
    private let repository: AssetRepository
    private let assets: [AssetID: Asset]
    private let sites: SitePlaces

    init(_ session: TenantSession) throws {
        self.session = session
        repository = AssetRepository(session)
        assets = Dictionary(uniqueKeysWithValues: try repository.assets().map { ($0.id, $0) })
        sites = SitePlaces(assets.values)
    }

    func features(_ kind: NetworkFeatureKind) throws -> [NetworkFeature] {
        switch kind {
        case .zone: try zones()
        case .line: try lines()
        case .transformer: try transformers()
        case .loadPoint: try loadPoints()
        case .generator: try generators()
        case .substation: try substations()
        case .criticalSite: try criticalSites()
        }
    }

    private func zones() throws -> [NetworkFeature] {
        try ZoneRepository(session).all().map { zone in
            NetworkFeature(
                id: zone.id.rawValue, code: zone.code, name: zone.name, zone: zone.id, feeder: nil,
                geometry: .area(zone.area),
                detail: .zone(
                    population: zone.population, priority: zone.priority, capacityKW: zone.capacityKW,
                    criticalSites: zone.criticalSites.map { sites.located($0) }))
        }
    }

    private func lines() throws -> [NetworkFeature] {
        try repository.lines().compactMap { row in
            guard let from = assets[row.fromNode]?.location, let to = assets[row.toNode]?.location else { return nil }
            return feature(
                row.id, .line([from, to]),
                .line(lengthKm: row.lengthKm, ratedA: row.ratedA, lineType: row.typeCode))
        }
    }

    private func transformers() throws -> [NetworkFeature] {
        try repository.transformers().compactMap { row in
            guard let place = point(row.id, at: row.lowNode) else { return nil }
            return feature(
                row.id, place,
                .transformer(ratedKVA: row.ratedMVA * 1000, primaryKV: row.highKV, secondaryKV: row.lowKV))
        }
    }

    private func loadPoints() throws -> [NetworkFeature] {
        try repository.loadPoints().compactMap { row in
            guard let place = point(row.id, at: row.node) else { return nil }
            let connection = assets[row.node]?.code ?? ""
            return feature(row.id, place, .loadPoint(ratedKW: row.ratedKW, connection: connection))
        }
    }

    private func generators() throws -> [NetworkFeature] {
        try repository.generators().compactMap { row in
            guard let place = point(row.id, at: row.node) else { return nil }
            return feature(row.id, place, .generator(ratedKW: row.ratedKW, technology: row.technology))
        }
    }

    private func substations() throws -> [NetworkFeature] {
        let voltages = try repository.voltagesBySubstation()
        return assets.values.filter { $0.kind == .substation }.sorted { $0.id < $1.id }.compactMap { asset in
            guard let place = asset.location else { return nil }
            return feature(asset.id, .point(place), .substation(voltagesKV: voltages[asset.id] ?? []))
        }
    }

    private func criticalSites() throws -> [NetworkFeature] {
        var number: Int64 = 0
        return try ZoneRepository(session).all().flatMap { zone in
            zone.criticalSites.compactMap { site in
                number += 1
                guard let place = sites.located(site).location else { return nil }
                return NetworkFeature(
                    id: number, code: "\(zone.code)-\(number)", name: site.name, zone: zone.id, feeder: nil,
                    geometry: .point(place), detail: .criticalSite(siteKind: site.kind))
            }
        }
    }

    private func point(_ id: AssetID, at node: AssetID) -> NetworkGeometry? {
        (assets[id]?.location ?? assets[node]?.location).map { .point($0) }
    }

    private func feature(
        _ id: AssetID, _ geometry: NetworkGeometry, _ detail: NetworkFeatureDetail
    ) -> NetworkFeature? {
        guard let asset = assets[id] else { return nil }
        return NetworkFeature(
            id: id.rawValue, code: asset.code, name: asset.name, zone: asset.zone, feeder: asset.feeder,
            geometry: geometry, detail: detail)
    }
}
