/// One rule as it is set: on or off, with its parameters by name.
public struct ValidationRule: Hashable, Codable, Sendable {
    public var isEnabled: Bool
    /// By the names in `RuleKind.parameters`.
    public var parameters: [String: Double]

    public init(isEnabled: Bool = true, _ parameters: [String: Double] = [:]) {
        self.isEnabled = isEnabled
        self.parameters = parameters
    }

    public static let off = ValidationRule(isEnabled: false)

    public subscript(_ name: String) -> Double? { parameters[name] }

    /// What is wrong with the parameters, by their names; empty when the rule can be used.
    public func faults(as kind: RuleKind) -> [RuleFault] {
        let known = kind.parameters
        var faults = parameters.keys.sorted().filter { name in !known.contains { $0.name == name } }.map {
            RuleFault(
                parameter: $0, message: "The rule has no such parameter.",
                expected: known.map(\.name).joined(separator: ", "))
        }
        for parameter in known {
            let bounds = "a number from \(parameter.accepted.lowerBound) to \(parameter.accepted.upperBound)"
            if let value = parameters[parameter.name] {
                guard !parameter.accepted.contains(value) else { continue }
                faults.append(RuleFault(parameter: parameter.name, message: "Not in range.", expected: bounds))
            } else if parameter.isRequired, isEnabled {
                faults.append(RuleFault(parameter: parameter.name, message: "Missing.", expected: bounds))
            }
        }
        if kind == .range, let low = parameters["minimum"], let high = parameters["maximum"], low > high {
            faults.append(
                RuleFault(parameter: "minimum", message: "Above the maximum.", expected: "at most \(high)"))
        }
        return faults
    }
}

/// A parameter that a rule cannot be set by.
public struct RuleFault: Hashable, Sendable {
    public let parameter: String
    public let message: String
    public let expected: String
}
