/// What an area's energy balance says.
public enum BalanceVerdict: Hashable, Sendable {
    /// The losses may be technical ones.
    case plausible
    /// More is lost than technical losses can be, by at least so much, kWh.
    case lossesTooHigh(atLeastKWh: Double)
    /// Less is lost than the transformers alone lose, by at least so much, kWh.
    case lossesTooLow(atLeastKWh: Double)
    /// More came out than went in, by at least so much, kWh.
    case outputExceedsInput(atLeastKWh: Double)
    /// So many load points and generators are not measured, and they could explain it.
    case metersMissing(Int)
    /// What is estimated leaves the losses more open than their band is wide, kWh either way.
    case tooMuchEstimated(uncertaintyKWh: Double)
    /// The boundary was measured in no hour.
    case boundaryMissing

    /// - Parameter figures: of a stretch with a boundary measurement, or at least the hope of one.
    public init(_ figures: BalanceFigures, band: TechnicalLossBand) {
        guard figures.coveredHours > 0 else {
            self = .boundaryMissing
            return
        }
        let technical = band.losses(inputKWh: figures.inputKWh, hours: figures.coveredHours)
        let lowest = figures.lossesKWh - figures.uncertaintyKWh
        let highest = figures.lossesKWh + figures.uncertaintyKWh
        let missing = figures.missingLoads + figures.missingGenerators
        // A load that is not measured can only lower the losses, a generator only raise them.
        if highest < technical.lowerBound, figures.missingGenerators == 0 {
            self =
                highest < 0
                ? .outputExceedsInput(atLeastKWh: -highest)
                : .lossesTooLow(atLeastKWh: technical.lowerBound - highest)
        } else if lowest > technical.upperBound, figures.missingLoads == 0 {
            self = .lossesTooHigh(atLeastKWh: lowest - technical.upperBound)
        } else if missing > 0 {
            self = .metersMissing(missing)
        } else if figures.estimateUncertaintyKWh > technical.upperBound - technical.lowerBound {
            self = .tooMuchEstimated(uncertaintyKWh: figures.estimateUncertaintyKWh)
        } else {
            self = .plausible
        }
    }

    /// One of a fixed set of words.
    public var name: String {
        switch self {
        case .plausible: "plausible"
        case .lossesTooHigh: "lossesTooHigh"
        case .lossesTooLow: "lossesTooLow"
        case .outputExceedsInput: "outputExceedsInput"
        case .metersMissing, .tooMuchEstimated: "notDecidable"
        case .boundaryMissing: "noBoundaryMeasurement"
        }
    }

    /// What it means, in a sentence for people.
    public var sentence: String {
        switch self {
        case .plausible: "The losses are plausible as technical losses."
        case .lossesTooHigh(let energy):
            "At least \(Self.shown(energy)) more is lost than technical losses explain: energy taken past the meters, "
                + "load points missing in the register, or a wrong multiplier."
        case .lossesTooLow(let energy):
            "At least \(Self.shown(energy)) less is lost than the transformers lose at no load: a meter of another "
                + "area may be counted here, or a multiplier is wrong."
        case .outputExceedsInput(let energy):
            "At least \(Self.shown(energy)) more came out than went in: a meter of another area may be counted here, "
                + "or a multiplier or a phase of the boundary measurement is wrong."
        case .metersMissing(let count):
            count == 1
                ? "Not decidable: 1 load point or generator is not measured."
                : "Not decidable: \(count) load points and generators are not measured."
        case .tooMuchEstimated(let energy):
            "Not decidable: estimates leave the losses open by ±\(Self.shown(energy)), more than their band is wide."
        case .boundaryMissing: "There is no boundary measurement in this stretch."
        }
    }

    private static func shown(_ energyKWh: Double) -> String {
        switch energyKWh {
        case ..<10: "\((energyKWh * 10).rounded() / 10) kWh"
        case ..<10_000: "\(Int(energyKWh.rounded())) kWh"
        default: "\((energyKWh / 100).rounded() / 10) MWh"
        }
    }
}
