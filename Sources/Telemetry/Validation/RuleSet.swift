public import GridModel

/// The rules of a series. A set that is laid over another replaces the rules that it names and no others.
public struct RuleSet: Hashable, Codable, Sendable {
    public var rules: [RuleKind: ValidationRule]

    public init(_ rules: [RuleKind: ValidationRule] = [:]) {
        self.rules = rules
    }

    public subscript(_ kind: RuleKind) -> ValidationRule? { rules[kind] }

    public func overlaid(by other: RuleSet?) -> RuleSet {
        guard let other else { return self }
        return RuleSet(rules.merging(other.rules) { _, new in new })
    }

    /// How long before a reading that has come in there may be others that can be judged only now, in seconds.
    public var reachSeconds: Int64 {
        guard let spike = rules[.spike], spike.isEnabled else { return 0 }
        return SpikeCheck.reachSeconds(SpikeCheck(spike).windowHours)
    }

    /// The rules of a quantity where nothing else is set.
    ///
    /// They are chosen to find little in sound data: see docs/algorithms/vee.md for each and why.
    public static func defaults(for quantity: Quantity) -> RuleSet {
        var rules: [RuleKind: ValidationRule] = [
            .range: .off, .rateOfChange: .off, .spike: .off, .unit: .off, .register: .off,
            .gap: ValidationRule(["hours": 0]),
            // A head-end that delivers once a day is not silent.
            .silence: ValidationRule(["hours": 48]),
            .timestamp: ValidationRule(["oldestDays": 3660]),
            .interval: ValidationRule(["count": 24]),
        ]
        switch quantity {
        case .activeEnergyImport, .consumption:
            rules[.flatline] = ValidationRule(["hours": 12, "zeroHours": 168])
            rules[.spike] = ValidationRule(["ratio": 1.8, "windowHours": 24, "least": 1])
            rules[.unit] = ValidationRule(["factor": 2])
        case .activeEnergyExport, .generation:
            // Zero every night, and for days under snow, is how a solar plant is.
            rules[.flatline] = ValidationRule(["hours": 6, "zeroHours": 168])
            rules[.spike] = ValidationRule(["ratio": 1.8, "windowHours": 24, "least": 1])
            rules[.unit] = ValidationRule(["factor": 2])
        case .netLoad: rules[.flatline] = ValidationRule(["hours": 6, "zeroHours": 24])
        case .temperature:
            rules[.flatline] = ValidationRule(["hours": 12, "zeroHours": 12])
            rules[.rateOfChange] = ValidationRule(["perHour": 15])
        case .relativeHumidity: rules[.flatline] = ValidationRule(["hours": 48])
        case .globalIrradiance, .directIrradiance: rules[.flatline] = ValidationRule(["hours": 6])
        // Calm is real; the same breeze for half a day is a stuck instrument.
        case .windSpeed: rules[.flatline] = ValidationRule(["hours": 12, "zeroHours": 48])
        case .pm25, .pm10, .nitrogenDioxide, .ozone: rules[.flatline] = ValidationRule(["hours": 24])
        // Whole numbers that move slowly.
        case .europeanAirQualityIndex, .usAirQualityIndex: rules[.flatline] = ValidationRule(["hours": 72])
        case .activeEnergyImportRegister, .activeEnergyExportRegister:
            rules[.flatline] = .off
            rules[.register] = ValidationRule(["greatestKW": 1000])
        }
        return RuleSet(rules)
    }
}
