public import GridModel

/// A zone as a file describes it, before the database has numbered it.
public struct ZoneDraft: Hashable, Sendable {
    public let code: String
    public let name: String
    public let population: Int
    /// 1 is served first when the grid runs short, 3 last.
    public let priority: Int
    public let criticalSites: [CriticalSite]
    public let feederCode: String?
    public let capacityKW: Double
    /// The codes of the network's nodes in the zone.
    public let nodeCodes: [String]
    public let area: Polygon

    public init(
        code: String, name: String, population: Int, priority: Int, criticalSites: [CriticalSite],
        feederCode: String?, capacityKW: Double, nodeCodes: [String], area: Polygon
    ) {
        self.code = code
        self.name = name
        self.population = population
        self.priority = priority
        self.criticalSites = criticalSites
        self.feederCode = feederCode
        self.capacityKW = capacityKW
        self.nodeCodes = nodeCodes
        self.area = area
    }
}

extension GridNetwork {
    /// Gives every feeder the zone that holds most of its nodes, and that zone's name for it.
    /// A feeder none of whose nodes lies in a zone keeps its code and has none.
    public mutating func assignFeeders(to zones: [ZoneDraft]) {
        let zoneOfNode = Dictionary(
            zones.enumerated().flatMap { index, zone in zone.nodeCodes.map { ($0, index) } }
        ) { first, _ in first }
        var used: Set<String> = []
        feeders = feeders.map { feeder in
            let counts = feeder.nodes.compactMap { zoneOfNode[$0] }.reduce(into: [Int: Int]()) {
                $0[$1, default: 0] += 1
            }
            guard let best = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return feeder }
            let zone = zones[best.key]
            let code = zone.feederCode.flatMap { used.insert($0).inserted ? $0 : nil } ?? feeder.code
            return Feeder(code: code, zoneCode: zone.code, nodes: feeder.nodes)
        }
    }
}
