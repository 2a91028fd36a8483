public import GridModel

/// What the numbers of NAESB ESPI (REQ.21) mean for the quantities and qualities of ours.
public enum GreenButtonCodes {
    /// Values are whole numbers of this power of ten of the unit: thousandths of a watt hour or watt.
    public static let powerOfTenMultiplier: Int64 = -3
    /// kWh or kW in these thousandths of Wh or W.
    static let stepsPerStoredUnit = 1e6
    /// ESPI's Int48.
    static let largestValue: Int64 = 140_737_488_355_328

    /// UomType: 72 Wh, 38 W.
    public static func unit(_ quantity: Quantity) -> Int64? {
        switch quantity.unit {
        case "kWh": 72
        case "kW": 38
        default: nil
        }
    }

    /// FlowDirectionType: 1 forward (to the customer), 19 reverse (from the customer), 4 net.
    static func flowDirection(_ quantity: Quantity) -> Int64 {
        switch quantity {
        case .activeEnergyExport, .generation: 19
        case .netLoad: 4
        default: 1
        }
    }

    /// QualityOfReading: 0 valid, 7 manually edited, 8 estimated from a reference day, 11 derived, 16 other (a value
    /// put in place of another). Each of ours has one of its own, so that a file read back keeps them.
    public static func quality(_ quality: Quality) -> Int64 {
        switch quality {
        case .measured: 0
        case .edited: 7
        case .estimated: 8
        case .calculated: 11
        case .substituted: 16
        }
    }

    /// The whole number that stands for a value in kWh or kW; nil when it does not fit into ESPI's 48 bits.
    ///
    /// Exact for up to six decimals; more are rounded to the nearest thousandth of a Wh or W.
    public static func value(_ stored: Double) -> Int64? {
        let steps = (stored * stepsPerStoredUnit).rounded()
        guard steps.isFinite, abs(steps) < Double(largestValue) else { return nil }
        return Int64(steps)
    }
}
