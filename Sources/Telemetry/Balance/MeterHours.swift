public import GridModel

/// One meter's energy in each UTC hour of a span, kWh, with what is estimated of it and how well.
///
/// An hour that lacks an interval is estimated by the rule of area loads (`AreaGaps`): the energy of the same hour
/// last week, else 24 hours before, else two, three or four weeks before. What the rule would have missed in the
/// hours that are known is the spread of its estimates.
public struct MeterHours: Sendable {
    /// Whole UTC hours.
    public let span: TimeSpan
    /// kWh per hour; NaN where nothing is known.
    public private(set) var energies: [Double]
    /// How much of the hour is an estimate, 0…1: by its readings' quality, or 1 where the rule stands in.
    public private(set) var estimatedShares: [Double]
    /// Root mean square of what the rule misses in an hour, kWh; nil when too few hours are known to say.
    public private(set) var spreadKWh: Double?

    /// Below it the spread says little.
    static let leastComparedHours = 24

    /// A meter as it reported: hours that lack an interval are not known.
    /// - Parameter isEnergy: false for mean powers, kW, whose hour's energy is their mean.
    public init(_ columns: HourlyColumns, isEnergy: Bool) {
        span = columns.span
        energies = Self.energies(of: columns, isEnergy: isEnergy)
        estimatedShares = zip(columns.estimatedCounts, energies).map { count, energy in
            energy.isNaN ? 0 : min(1, Double(count) / Double(columns.expectedPerHour))
        }
    }

    /// A meter with its gaps estimated where they can be.
    /// - Parameter history: the meter's readings from `AreaHours.history(for: span)`, the span included.
    public init(_ columns: HourlyColumns, history: HourlyColumns, isEnergy: Bool) {
        self.init(columns, isEnergy: isEnergy)
        let known = Self.energies(of: history, isEnergy: isEnergy)
        let shift = Int((span.start - history.span.start) / 3600)
        spreadKWh = Self.spread(of: known)
        for hour in energies.indices where energies[hour].isNaN {
            guard let estimate = Self.estimate(at: hour + shift, from: known) else { continue }
            energies[hour] = estimate
            estimatedShares[hour] = 1
        }
    }

    /// Whether an hour's energy is not what the meter measured.
    func isEstimated(_ hour: Int) -> Bool { estimatedShares[hour] > 0 }

    /// The standard uncertainty that an hour's estimate adds, kWh: as much as the whole of it when the rule's
    /// spread is not known.
    func estimateUncertainty(_ hour: Int) -> Double {
        estimatedShares[hour] * (spreadKWh ?? abs(energies[hour]))
    }

    private static func energies(of columns: HourlyColumns, isEnergy: Bool) -> [Double] {
        (0..<columns.hourCount).map { hour in
            guard Int(columns.counts[hour]) >= columns.expectedPerHour else { return .nan }
            return isEnergy ? columns.sums[hour] : columns.sums[hour] / Double(columns.counts[hour])
        }
    }

    private static func estimate(at hour: Int, from known: [Double]) -> Double? {
        AreaGaps.lags.lazy.map { hour - $0 }.first { known.indices.contains($0) && !known[$0].isNaN }.map { known[$0] }
    }

    private static func spread(of known: [Double]) -> Double? {
        var (squares, compared) = (0.0, 0)
        for hour in known.indices where !known[hour].isNaN {
            guard let estimate = estimate(at: hour, from: known) else { continue }
            squares += (known[hour] - estimate) * (known[hour] - estimate)
            compared += 1
        }
        return compared < leastComparedHours ? nil : (squares / Double(compared)).squareRoot()
    }
}
