/// The rules that stored readings are looked at by.
///
/// What cannot be a reading at all (not finite, implausible, misaligned, of the future) is refused at the door by
/// `ReadingValidator`. These rules find what may be wrong; a reading they find fault with stays as it is.
public enum RuleKind: String, CaseIterable, Codable, Sendable, CodingKeyRepresentable {
    /// A value outside what the series should give.
    case range
    /// A step from one interval to the next that is too steep.
    case rateOfChange
    /// The same value for too long.
    case flatline
    /// A value far above its neighbours.
    case spike
    /// Intervals without a reading between two that have one.
    case gap
    /// No reading since a moment, of a series that reported regularly.
    case silence
    /// A reading whose time is not credible.
    case timestamp
    /// Readings at another interval than the series'.
    case interval
    /// Values a thousand times what they were before, or a thousandth.
    case unit
    /// A cumulative register that went down, jumped, or was not read for a while.
    case register

    /// What the rule is set by.
    public var parameters: [RuleParameter] {
        switch self {
        case .range:
            [
                RuleParameter("minimum", unit: .series, -1e12...1e12),
                RuleParameter("maximum", unit: .series, -1e12...1e12),
            ]
        case .rateOfChange: [RuleParameter("perHour", unit: .seriesPerHour, 0...1e12, isRequired: true)]
        case .flatline:
            [
                RuleParameter("hours", unit: .hours, 0.5...8784, isRequired: true),
                RuleParameter("zeroHours", unit: .hours, 0.5...8784),
            ]
        case .spike:
            [
                RuleParameter("ratio", unit: .none, 0.1...1000, isRequired: true),
                RuleParameter("windowHours", unit: .hours, 2...168, isRequired: true),
                RuleParameter("least", unit: .series, 0...1e12, isRequired: true),
            ]
        case .silence: [RuleParameter("hours", unit: .hours, 0.5...8784, isRequired: true)]
        case .gap: [RuleParameter("hours", unit: .hours, 0...8784, isRequired: true)]
        case .timestamp: [RuleParameter("oldestDays", unit: .days, 1...100_000, isRequired: true)]
        case .interval: [RuleParameter("count", unit: .none, 6...10_000, isRequired: true)]
        case .unit: [RuleParameter("factor", unit: .none, 1.1...8, isRequired: true)]
        case .register:
            [
                RuleParameter("greatestKW", unit: .kilowatts, 0.001...1e9, isRequired: true),
                RuleParameter("digits", unit: .none, 3...12),
            ]
        }
    }
}

/// A number that a rule is set by.
public struct RuleParameter: Hashable, Sendable {
    public enum Unit: String, Sendable {
        case none
        case hours
        case days
        case kilowatts
        /// The series' own.
        case series
        case seriesPerHour
    }

    public let name: String
    public let unit: Unit
    public let accepted: ClosedRange<Double>
    public let isRequired: Bool

    init(_ name: String, unit: Unit, _ accepted: ClosedRange<Double>, isRequired: Bool = false) {
        self.name = name
        self.unit = unit
        self.accepted = accepted
        self.isRequired = isRequired
    }
}
