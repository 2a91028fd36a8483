import GridModel

/// What stands in for the series that did not report an hour of an area; per hour of the area's span.
///
/// The rule, `same hour last week, else 24 hours before`: a series that was expected and lacks intervals of
/// an hour counts with its own energy of the same hour a week before, else of the day before, else of two,
/// three or four weeks before: the first of these that was reported whole. Estimates are never made of estimates.
struct AreaGaps: Sendable {
    /// A series is expected in an hour when it has reported in it or in the 28 days before: not before its
    /// first reading, and no longer when it has been silent for so long that it must be taken for gone.
    static let memoryHours = 28 * 24
    /// At most this share of an hour's energy (consumption and generation) may be estimated …
    static let greatestShare = 0.1
    /// … or this when it is the share of a single series.
    static let greatestShareOfOne = 0.25

    /// Where an estimate comes from: the first of these hours that was reported.
    static let lags = [168, 24, 336, 504, 672]

    private(set) var notExpected: [Int32]
    private(set) var estimated: [Int32]
    /// What replaces the partial readings that are counted in the area, less these, kW.
    private(set) var consumption: [Double]
    private(set) var generation: [Double]
    private(set) var directNetLoad: [Double]
    private var magnitude: [Double]

    init(hours: Int) {
        notExpected = Array(repeating: 0, count: hours)
        estimated = notExpected
        consumption = Array(repeating: 0, count: hours)
        generation = consumption
        directNetLoad = consumption
        magnitude = consumption
    }

    mutating func addNotExpected(_ hour: Int) {
        notExpected[hour] += 1
    }

    mutating func add(_ estimate: Double, insteadOf partial: Double, _ quantity: Quantity, at hour: Int) {
        switch quantity {
        case .activeEnergyImport, .consumption: consumption[hour] += estimate - partial
        case .activeEnergyExport, .generation: generation[hour] += estimate - partial
        default: directNetLoad[hour] += estimate - partial
        }
        magnitude[hour] += abs(estimate)
        estimated[hour] += 1
    }

    /// Whether the estimates complete an hour: one for each missing series, and of little enough energy.
    func complete(_ hour: Int, missing: Int, reported: Double) -> Bool {
        guard missing > 0, Int(estimated[hour]) == missing else { return false }
        let share = missing == 1 ? Self.greatestShareOfOne : Self.greatestShare
        return magnitude[hour] <= share * (magnitude[hour] + reported)
    }
}
