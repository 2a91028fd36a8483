/// How a value came to be. Raw values are the codes stored in telemetry blocks: never renumber.
public enum Quality: UInt8, CaseIterable, Sendable {
    case measured = 0
    case estimated = 1
    case substituted = 2
    case calculated = 3
    case edited = 4

    public var name: String {
        switch self {
        case .measured: "measured"
        case .estimated: "estimated"
        case .substituted: "substituted"
        case .calculated: "calculated"
        case .edited: "edited"
        }
    }

    public init?(name: some StringProtocol) {
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}
