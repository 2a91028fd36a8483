public import GridModel

/// Looks for meters that explain an area's residual: counted in the wrong area, or registering wrongly.
///
/// Forward selection: the meter that goes best with the residual is taken out of it before the next is looked for, so
/// that meters with a like course are not named along with it. The chance of naming one by mistake is held to 1 % over
/// all meters tried (Bonferroni's bound).
public struct MeterHints: Sendable {
    /// An area with its residual and input of each hour, kWh; NaN where they are not known.
    public struct Area: Sendable {
        let subject: Subject
        var residuals: [Double]
        let inputs: [Double]

        public init(subject: Subject, residuals: [Double], inputs: [Double]) {
            self.subject = subject
            self.residuals = residuals
            self.inputs = inputs
        }
    }

    /// A meter with what it drew in each hour, kWh, below 0 for what it fed in; NaN where that is not known.
    public struct Meter: Sendable {
        let series: SeriesID
        /// Its place among the areas.
        let owner: Int
        let energies: [Double]

        public init(series: SeriesID, owner: Int, energies: [Double]) {
            self.series = series
            self.owner = owner
            self.energies = energies
        }
    }

    public static let greatestMeters = 400
    public static let greatestNeighbours = 5
    private static let greatestHints = 5
    private static let significance = 0.01
    /// A slope this near to ±1 is taken for a whole meter.
    private static let tolerance = 0.25
    /// Slopes nearer to 0 are what meter classes and the loss model leave.
    private static let leastSlope = 0.15

    private var areas: [Area]
    private var meters: [Meter]
    private let metersTried: Int

    /// - Parameter areas: the one in question first, then its neighbours; all over the same hours.
    public init(areas: [Area], meters: [Meter]) {
        self.areas = areas
        self.meters = Array(meters.prefix(Self.greatestMeters))
        metersTried = self.meters.count
    }

    /// The hints about the first area, the surest first.
    public mutating func find() -> [MeterHint] {
        var hints: [MeterHint] = []
        while hints.count < Self.greatestHints, let (hint, index) = strongest() {
            hints.append(hint)
            let meter = meters.remove(at: index)
            correct(for: hint, meter)
        }
        return hints
    }

    private func strongest() -> (MeterHint, Int)? {
        let found = meters.indices.compactMap { index in hint(about: meters[index]).map { ($0, index) } }
        return found.min { $0.0.probability < $1.0.probability }
    }

    private func hint(about meter: Meter) -> MeterHint? {
        guard let here = regression(of: meter, in: meter.owner), abs(here.slope) >= Self.leastSlope,
            here.probability(ofSlope: 0) * Double(metersTried) < Self.significance
        else { return nil }
        if abs(here.slope + 1) <= Self.tolerance {
            // Of a neighbour's meter only this is asked: does it belong here?
            let others = meter.owner == 0 ? Array(areas.indices.dropFirst()) : [0]
            let there = others.compactMap { other in regression(of: meter, in: other).map { (other, $0) } }
                .filter { abs($0.1.slope - 1) <= Self.tolerance && isSignificant($0.1, tries: others.count) }
                .min { $0.1.probability(ofSlope: 0) < $1.1.probability(ofSlope: 0) }
            if let (other, regression) = there {
                return hint(meter, .belongsTo(areas[other].subject), here, slopeThere: regression.slope)
            }
            return meter.owner == 0 ? hint(meter, .foreign, here) : nil
        }
        // The residual holds what flows less what is registered: slope = 1 / factor − 1.
        guard meter.owner == 0, here.slope > -1 + Self.tolerance else { return nil }
        return hint(meter, .registers(factor: 1 / (1 + here.slope)), here)
    }

    private func isSignificant(_ regression: ResidualRegression, tries: Int) -> Bool {
        regression.probability(ofSlope: 0) * Double(metersTried * max(1, tries)) < Self.significance
    }

    private func regression(of meter: Meter, in area: Int) -> ResidualRegression? {
        ResidualRegression(residual: areas[area].residuals, input: areas[area].inputs, meter: meter.energies)
    }

    private func hint(
        _ meter: Meter, _ kind: MeterHint.Kind, _ regression: ResidualRegression, slopeThere: Double? = nil
    ) -> MeterHint {
        MeterHint(
            series: meter.series, owner: areas[meter.owner].subject, kind: kind, slope: regression.slope,
            standardError: regression.standardError, slopeThere: slopeThere,
            probability: regression.probability(ofSlope: 0), hours: regression.hours, metersTried: metersTried)
    }

    /// Takes what a hint explains out of the residuals.
    private mutating func correct(for hint: MeterHint, _ meter: Meter) {
        func add(_ factor: Double, to area: Int) {
            for hour in areas[area].residuals.indices { areas[area].residuals[hour] += factor * meter.energies[hour] }
        }
        add(-hint.slope, to: meter.owner)
        if case .belongsTo(let other) = hint.kind, let slope = hint.slopeThere,
            let area = areas.firstIndex(where: { $0.subject == other })
        {
            add(-slope, to: area)
        }
    }
}
