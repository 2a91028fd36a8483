/// The kinds of things a distribution network is made of, as in CIM and SimBench.
public enum AssetKind: String, CaseIterable, Sendable, Codable {
    case substation
    case feeder
    case node
    case line
    case transformer
    case networkSwitch = "switch"
    case loadPoint = "load_point"
    case generator
    case weatherStation = "weather_station"
    /// A device that sends readings and has no place in the network yet.
    case meter
}
