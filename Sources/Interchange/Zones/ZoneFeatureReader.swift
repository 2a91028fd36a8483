import GridModel

/// Reads one feature and gathers what is wrong with it.
struct ZoneFeatureReader {
    private let feature: JSONTree
    private let number: Int
    private(set) var faults: [ImportFault] = []

    init(feature: JSONTree, number: Int) {
        self.feature = feature
        self.number = number
    }

    /// Nil when there are faults.
    mutating func read() -> ZoneDraft? {
        let code = requiredText("code")
        let name = requiredText("name")
        let population = integer("population", in: 0...100_000_000, otherwise: 0)
        let priority = integer("priority", in: 1...3, otherwise: 3)
        let sites = criticalSites()
        let nodes = nodeCodes()
        let area = polygon()
        let capacity = property("capacityKW")?.number
        if capacity.map({ $0.isFinite && $0 > 0 }) != true { note("capacityKW", "Expected a number of kW above 0") }
        guard faults.isEmpty, let code, let name, let capacity, let area else { return nil }
        return ZoneDraft(
            code: code, name: name, population: population, priority: priority, criticalSites: sites,
            feederCode: (property("feederCode") ?? property("feeder"))?.text, capacityKW: capacity, nodeCodes: nodes,
            area: area)
    }

    func fault(_ property: String, _ reason: String) -> ImportFault {
        ImportFault(column: property, reason: "Feature \(number): \(reason)")
    }

    private mutating func note(_ property: String, _ reason: String) { faults.append(fault(property, reason)) }

    private func property(_ name: String) -> JSONTree? { feature["properties"]?[name] }

    private mutating func requiredText(_ name: String) -> String? {
        if let text = property(name)?.text, !text.isEmpty { return text }
        note(name, "Expected a text")
        return nil
    }

    private mutating func integer(_ name: String, in range: ClosedRange<Int>, otherwise: Int) -> Int {
        guard let value = property(name) else { return otherwise }
        if let number = value.number.flatMap(Int.init(exactly:)), range.contains(number) { return number }
        note(name, "Expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        return otherwise
    }

    private mutating func nodeCodes() -> [String] {
        guard let value = property("nodeCodes") ?? property("nodes") else { return [] }
        guard let list = value.list, case let codes = list.compactMap(\.text), codes.count == list.count else {
            note("nodeCodes", "Expected a list of node codes")
            return []
        }
        return codes
    }

    private mutating func criticalSites() -> [CriticalSite] {
        guard let value = property("criticalSites") else { return [] }
        let sites = value.list?.compactMap { site -> CriticalSite? in
            guard let name = site["name"]?.text, let kind = site["kind"]?.text else { return nil }
            return CriticalSite(name: name, kind: kind, nodeCode: site["nodeCode"]?.text)
        }
        guard let sites, sites.count == value.list?.count else {
            note("criticalSites", "Expected a list of objects with name and kind")
            return []
        }
        return sites
    }

    private mutating func polygon() -> Polygon? {
        let geometry = feature["geometry"]
        guard geometry?["type"]?.text == "Polygon", let rings = geometry?["coordinates"]?.list else {
            note("geometry", "Expected a Polygon")
            return nil
        }
        var read: [[Coordinate]] = []
        for ring in rings {
            let places = ring.list?.compactMap { place -> Coordinate? in
                guard let numbers = place.list?.compactMap(\.number), (2...3).contains(numbers.count) else {
                    return nil
                }
                return Coordinate(longitude: numbers[0], latitude: numbers[1])
            }
            guard let places, places.count == ring.list?.count else {
                note("geometry", "Expected positions [longitude, latitude] in degrees, WGS 84")
                return nil
            }
            read.append(places)
        }
        guard let polygon = Polygon(rings: read) else {
            note("geometry", "Expected rings of four positions at least, the last the same as the first")
            return nil
        }
        return polygon
    }
}
