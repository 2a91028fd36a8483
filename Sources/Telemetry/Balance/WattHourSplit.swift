/// Splits whole watt-hours by weights so that the parts add up to the total exactly.
///
/// By largest remainders (Hamilton's method): every part is within 1 Wh of its exact share.
public enum WattHourSplit {
    /// - Parameters:
    ///   - total: Wh, at least 0.
    ///   - weights: at least 0 each.
    /// - Returns: Wh, one for each weight; nil when no weight is positive, as then nothing says who has what.
    public static func parts(of total: Int64, weights: [Double]) -> [Int64]? {
        let sum = weights.reduce(0, +)
        guard sum > 0, sum.isFinite, total >= 0 else { return nil }
        var parts: [Int64] = []
        parts.reserveCapacity(weights.count)
        var remainders: [(index: Int, part: Double)] = []
        for (index, weight) in weights.enumerated() {
            let share = Double(total) * (weight / sum)
            parts.append(Int64(share.rounded(.down)))
            if weight > 0 { remainders.append((index, share - share.rounded(.down))) }
        }
        // Rounding of the shares themselves can leave a few too many or too few: each gets or gives one.
        remainders.sort { ($0.part, $1.index) > ($1.part, $0.index) }
        var left = total - parts.reduce(0, +)
        var next = 0
        while left > 0 {
            parts[remainders[next % remainders.count].index] += 1
            left -= 1
            next += 1
        }
        while left < 0 {
            let index = remainders[remainders.count - 1 - next % remainders.count].index
            next += 1
            guard parts[index] > 0 else { continue }
            parts[index] -= 1
            left += 1
        }
        return parts
    }

    /// Whole watt-hours of an energy in kWh.
    public static func wattHours(_ energyKWh: Double) -> Int64 { Int64((energyKWh * 1000).rounded()) }
}
