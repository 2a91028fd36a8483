import GridModel
package import Operations

extension NetworkFeature: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("type", "Feature")
            $0.field("id", "\(detail.kind.rawValue)-\(id)")
            $0.field("geometry", GeoJSONGeometry(geometry))
            $0.object("properties") {
                $0.field("kind", detail.kind.rawValue)
                $0.field("id", id)
                $0.field("code", code)
                $0.field("name", name)
                $0.field("zoneId", zone)
                $0.field("feederId", feeder)
                detail.writeMembers(to: &$0)
            }
        }
    }
}

extension NetworkFeatureDetail {
    func writeMembers(to json: inout JSONWriter) {
        switch self {
        case .zone(let population, let priority, let capacityKW, let criticalSites):
            json.field("population", population)
            json.field("priority", priority)
            json.field("capacityKW", capacityKW)
            json.field("criticalSites", criticalSites)
        case .line(let lengthKm, let ratedA, let lineType):
            json.field("lengthKm", lengthKm)
            json.field("ratedA", ratedA)
            json.field("lineType", lineType)
        case .transformer(let ratedKVA, let primaryKV, let secondaryKV):
            json.field("ratedKVA", ratedKVA)
            json.field("primaryKV", primaryKV)
            json.field("secondaryKV", secondaryKV)
        case .loadPoint(let ratedKW, let connection):
            json.field("ratedKW", ratedKW)
            json.field("connection", connection)
        case .generator(let ratedKW, let technology):
            json.field("ratedKW", ratedKW)
            json.field("technology", technology)
        case .substation(let voltagesKV): json.field("voltages", voltagesKV)
        case .criticalSite(let siteKind): json.field("siteKind", siteKind)
        }
    }
}
