import Foundation

/// The band's factors at an issue time, from how the forecasts of the days before did.
///
/// Scores are errors in half widths of the band (conformalised quantile regression: Romano, Patterson &
/// Candès 2019). A day counts half of what it would count a week later, because load drifts (weights as in
/// Barber, Candès, Ramdas & Tibshirani 2023), and the share of misses aimed at follows the misses seen
/// (adaptive conformal inference: Gibbs & Candès 2021), each side and each series for itself. A series'
/// factors lie half way between those of its own errors and those of all series' errors.
struct BandRecalibration {
    /// Days looked back on.
    static let days = 42
    /// Days whose errors must be known before they say anything.
    static let fewestDays = 7
    static let halfLifeDays = 7.0
    /// How fast the aimed share follows the misses: of one day's surprise so much stays.
    static let rate = 0.02
    static let miss = 0.1
    static let acceptedMiss = 0.01...0.3

    /// By series, by day, oldest first; NaN where there was no reading or no forecast.
    private let errors: [[[Double]]]
    private let dayCount: Int

    /// - Parameter errors: by series, by day (oldest first, as many for each), by hour.
    init(errors: [[[Double]]]) {
        self.errors = errors
        dayCount = errors.map(\.count).min() ?? 0
    }

    /// One per series; nil where there are too few days with errors.
    func factors() -> [QuantileCalibration?] {
        let known = errors.map { days in days.prefix(dayCount).count { $0.contains { !$0.isNaN } } }
        guard known.contains(where: { $0 >= Self.fewestDays }) else { return errors.map { _ in nil } }
        let pooled = SortedErrors(errors.flatMap { Self.listed($0) })
        let own = errors.map { SortedErrors(Self.listed($0)) }
        var aims = [(below: Double, above: Double)](repeating: (Self.miss, Self.miss), count: errors.count)
        var factors = [QuantileCalibration?](repeating: nil, count: errors.count)
        for day in min(Self.fewestDays, dayCount)...dayCount {
            let all = pooled.weighted(before: day, halfLife: Self.halfLifeDays)
            for series in errors.indices where known[series] >= Self.fewestDays {
                let aim = aims[series]
                let mine = own[series].weighted(before: day, halfLife: Self.halfLifeDays)
                guard let common = all.factors(aim), let factor = mine.factors(aim)?.averaged(with: common) else {
                    continue
                }
                factors[series] = factor
                guard day < dayCount else { continue }
                let seen = errors[series][day].filter { !$0.isNaN }
                guard !seen.isEmpty else { continue }
                let below = Double(seen.count { $0 < -factor.lower }) / Double(seen.count)
                let above = Double(seen.count { $0 > factor.upper }) / Double(seen.count)
                aims[series] = (Self.moved(aim.below, by: below), Self.moved(aim.above, by: above))
            }
        }
        return factors
    }

    private static func moved(_ aim: Double, by missed: Double) -> Double {
        min(max(aim + rate * (miss - missed), acceptedMiss.lowerBound), acceptedMiss.upperBound)
    }

    private static func listed(_ days: [[Double]]) -> [SortedErrors.Entry] {
        days.enumerated().flatMap { day, hours in
            hours.filter { !$0.isNaN }.map { SortedErrors.Entry(error: $0, day: day) }
        }
    }
}

/// Errors in order, each with its day, for quantiles whose weights depend on the day.
private struct SortedErrors {
    struct Entry {
        let error: Double
        let day: Int
    }

    private let entries: [Entry]

    init(_ entries: [Entry]) {
        self.entries = entries.sorted { $0.error < $1.error }
    }

    /// The errors of the days before one, the latest counting most.
    func weighted(before day: Int, halfLife: Double) -> WeightedErrors {
        let weights = (0..<max(1, day)).map { exp2(-Double(day - 1 - $0) / halfLife) }
        var errors: [Double] = []
        var sums: [Double] = []
        var sum = 0.0
        for entry in entries where entry.day < day {
            sum += weights[entry.day]
            errors.append(entry.error)
            sums.append(sum)
        }
        return WeightedErrors(errors: errors, sums: sums)
    }
}

private struct WeightedErrors {
    let errors: [Double]
    /// Running sums of the weights.
    let sums: [Double]

    func factors(_ aim: (below: Double, above: Double)) -> QuantileCalibration? {
        guard let low = quantile(aim.below), let high = quantile(1 - aim.above) else { return nil }
        return QuantileCalibration(clampedLower: -low, upper: high)
    }

    /// The smallest error with at least that share of the weight up to it.
    private func quantile(_ level: Double) -> Double? {
        guard let total = sums.last else { return nil }
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < level * total { low = middle + 1 } else { high = middle }
        }
        return errors[low]
    }
}
