/// Factors that widen or narrow the band so that it covers what it says, found on days that neither shaped
/// nor stopped the training: conformalised quantile regression (Romano, Patterson & Candès 2019) with scores
/// relative to the band's own half widths.
public struct QuantileCalibration: Sendable, Hashable, Codable {
    /// Times the distance from P50 down to P10.
    public let lower: Double
    /// Times the distance from P50 up to P90.
    public let upper: Double

    static let none = QuantileCalibration(lower: 1, upper: 1)
    static let accepted = 0.3...5.0
    /// Fewer errors than this say too little about a tail.
    static let fewest = 240

    init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// - Parameter errors: how far the truth lay below and above P50, in half widths of that side.
    init?(errors: [Double]) {
        guard errors.count >= Self.fewest else { return nil }
        let sorted = errors.sorted()
        // The finite-sample correction of split conformal prediction.
        let level = min(1, 0.9 * (1 + 1 / Double(errors.count)))
        guard let low = Quantile.of(sorted: sorted, 1 - level), let high = Quantile.of(sorted: sorted, level) else {
            return nil
        }
        self.init(clampedLower: -low, upper: high)
    }

    /// Kept within what is accepted.
    init(clampedLower lower: Double, upper: Double) {
        self.lower = min(max(lower, Self.accepted.lowerBound), Self.accepted.upperBound)
        self.upper = min(max(upper, Self.accepted.lowerBound), Self.accepted.upperBound)
    }

    /// Half way between a series' own factors and those of all series: own ones rest on few days.
    func averaged(with other: QuantileCalibration) -> QuantileCalibration {
        QuantileCalibration(lower: (lower + other.lower) / 2, upper: (upper + other.upper) / 2)
    }
}
