/// What a series or a rollup is about.
public struct Subject: Hashable, Sendable {
    public let kind: SubjectKind
    /// A zone's number for zones, an asset's for everything else.
    public let id: Int64

    public init(kind: SubjectKind, id: Int64) {
        self.kind = kind
        self.id = id
    }

    public static func zone(_ zone: ZoneID) -> Subject { Subject(kind: .zone, id: zone.rawValue) }

    public static func asset(_ kind: AssetKind, _ id: AssetID) -> Subject {
        Subject(kind: SubjectKind(kind), id: id.rawValue)
    }
}

public enum SubjectKind: String, CaseIterable, Sendable, Codable {
    case zone
    case substation
    case feeder
    case node
    case line
    case transformer
    case networkSwitch = "switch"
    case loadPoint = "load_point"
    case generator
    case weatherStation = "weather_station"
    case meter

    public init(_ kind: AssetKind) {
        switch kind {
        case .substation: self = .substation
        case .feeder: self = .feeder
        case .node: self = .node
        case .line: self = .line
        case .transformer: self = .transformer
        case .networkSwitch: self = .networkSwitch
        case .loadPoint: self = .loadPoint
        case .generator: self = .generator
        case .weatherStation: self = .weatherStation
        case .meter: self = .meter
        }
    }
}
