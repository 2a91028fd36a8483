public import GridModel

/// What a rule found.
public enum FindingKind: String, CaseIterable, Sendable {
    case range
    case rateOfChange
    case flatline
    case spike
    case gap
    /// No reading since a moment, of a series that reported regularly.
    case silence
    case ancientTimestamp
    case futureTimestamp
    case intervalMismatch
    case unitMismatch
    case registerRollover
    case registerReset
    case registerOutage

    /// The rule that finds it.
    public var rule: RuleKind {
        switch self {
        case .range: .range
        case .rateOfChange: .rateOfChange
        case .flatline: .flatline
        case .spike: .spike
        case .gap: .gap
        case .silence: .silence
        case .ancientTimestamp, .futureTimestamp: .timestamp
        case .intervalMismatch: .interval
        case .unitMismatch: .unit
        case .registerRollover, .registerReset, .registerOutage: .register
        }
    }
}

/// Intervals of a series that a rule found fault with. The readings stay as they are.
public struct Finding: Hashable, Sendable {
    public let kind: FindingKind
    public let span: TimeSpan
    /// What was found, in the series' unit unless the detail says otherwise; nil: nothing that is one number.
    public let value: Double?
    /// What it was measured against.
    public let limit: Double?
    /// A sentence for people.
    public let detail: String

    public init(
        _ kind: FindingKind, _ span: TimeSpan, value: Double? = nil, limit: Double? = nil, _ detail: FindingText
    ) {
        self.kind = kind
        self.span = span
        self.value = value
        self.limit = limit
        self.detail = detail.description
    }
}
