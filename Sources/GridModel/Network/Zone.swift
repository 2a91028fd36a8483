/// An operating district of the city.
public struct Zone: Hashable, Sendable {
    public let id: ZoneID
    public let code: String
    public let name: String
    public let population: Int
    /// 1 is served first when the grid runs short, 3 last.
    public let priority: Int
    public let criticalSites: [CriticalSite]
    /// What the zone's feeders can carry at nominal voltage.
    public let capacityKW: Double
    public let area: Polygon

    public init(
        id: ZoneID, code: String, name: String, population: Int, priority: Int, criticalSites: [CriticalSite],
        capacityKW: Double, area: Polygon
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.population = population
        self.priority = priority
        self.criticalSites = criticalSites
        self.capacityKW = capacityKW
        self.area = area
    }
}

/// A place whose supply matters more than most.
public struct CriticalSite: Hashable, Sendable, Codable {
    public let name: String
    /// hospital, water, emergency, school, data_centre …
    public let kind: String
    /// The code of the network node that feeds it.
    public let nodeCode: String?

    public init(name: String, kind: String, nodeCode: String?) {
        self.name = name
        self.kind = kind
        self.nodeCode = nodeCode
    }
}
