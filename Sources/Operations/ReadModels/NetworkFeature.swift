package import GridModel

/// Kinds of things on the network map.
package enum NetworkFeatureKind: String, CaseIterable, Sendable {
    case zone
    case line
    case transformer
    case loadPoint = "load_point"
    case generator
    case substation
    case criticalSite = "critical_site"
}

/// Where a thing lies.
package enum NetworkGeometry: Hashable, Sendable {
    case point(Coordinate)
    case line([Coordinate])
    case area(Polygon)
}

/// What is particular to the thing's kind.
package enum NetworkFeatureDetail: Hashable, Sendable {
    case zone(population: Int, priority: Int, capacityKW: Double, criticalSites: [LocatedSite])
    case line(lengthKm: Double, ratedA: Double, lineType: String)
    case transformer(ratedKVA: Double, primaryKV: Double, secondaryKV: Double)
    case loadPoint(ratedKW: Double, connection: String)
    case generator(ratedKW: Double, technology: String)
    case substation(voltagesKV: [Double])
    case criticalSite(siteKind: String)

    package var kind: NetworkFeatureKind {
        switch self {
        case .zone: .zone
        case .line: .line
        case .transformer: .transformer
        case .loadPoint: .loadPoint
        case .generator: .generator
        case .substation: .substation
        case .criticalSite: .criticalSite
        }
    }
}

/// A thing on the network map.
package struct NetworkFeature: Hashable, Sendable {
    /// Unique among things of its kind.
    package let id: Int64
    package let code: String
    package let name: String
    package let zone: ZoneID?
    package let feeder: AssetID?
    package let geometry: NetworkGeometry
    package let detail: NetworkFeatureDetail

    package init(
        id: Int64, code: String, name: String, zone: ZoneID?, feeder: AssetID?, geometry: NetworkGeometry,
        detail: NetworkFeatureDetail
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.zone = zone
        self.feeder = feeder
        self.geometry = geometry
        self.detail = detail
    }
}
