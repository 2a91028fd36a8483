import GridModel

/// What the numbers of a meter reading mean, as its ReadingType says (NAESB ESPI, REQ.21).
struct GreenButtonKind: Hashable {
    /// UomType: 72 Wh, 38 W.
    var unit: Int64 = 72
    var powerOfTen: Int64 = 0
    /// FlowDirectionType: 1 forward (to the customer), 19 reverse (from the customer), 4 net.
    var flow: Int64 = 1
    /// AccumulationKind: 4 delta data; 6 indicating, 12 average and 13 instantaneous values of power.
    var accumulation: Int64?
    var intervalSeconds: Int64?

    /// Why nothing can be made of it; nil when something can.
    func objection(to quantity: Quantity) -> String? {
        switch (unit, accumulation) {
        case (72, nil), (72, 4), (38, nil), (38, 6), (38, 12), (38, 13): break
        case (72, _), (38, _):
            return
                "The readings are of accumulationBehaviour \(accumulation ?? 0): expected 4, the energy of each interval"
        default: return "The unit has the code \(unit): expected 72 (Wh) or 38 (W)"
        }
        guard (-12...12).contains(powerOfTen) else {
            return "powerOfTenMultiplier is \(powerOfTen): expected −12 to 12"
        }
        guard quantity.unit == (unit == 72 ? "kWh" : "kW") else {
            return "The series is stored in \(quantity.unit): \(unit == 72 ? "energy" : "power") does not fit"
        }
        let isReverse = flow == 19
        let takesReverse = quantity == .activeEnergyExport || quantity == .generation
        guard isReverse == takesReverse else {
            return "flowDirection is \(flow): it does not fit a series of \(quantity.rawValue)"
        }
        return nil
    }

    /// In kWh or kW. The power of ten is one division or product, so a decimal stays the nearest one.
    func stored(_ value: Int64) -> Double {
        let power = powerOfTen - 3
        let scale = (0..<abs(power)).reduce(1.0) { scale, _ in scale * 10 }
        return power < 0 ? Double(value) / scale : Double(value) * scale
    }

    /// QualityOfReading; nil for a code that is none, or that no reading has (12: a forecast).
    static func quality(_ code: Int64) -> Quality? {
        switch code {
        // Valid, raw, validated, verified, good enough for a bill.
        case 0, 14, 17, 18, 19: .measured
        case 7: .edited
        // From a like day, between its neighbours, doubtful, partly so.
        case 8, 9, 10, 13: .estimated
        // Derived, normalised for the weather.
        case 11, 15: .calculated
        case 16: .substituted
        default: nil
        }
    }
}
