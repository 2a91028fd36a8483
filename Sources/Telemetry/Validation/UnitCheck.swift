import GridModel

/// Days whose values are about a thousand times those of the week before, or a thousandth: Wh for kWh, MWh for kWh.
///
/// Medians of the values above zero of a UTC day and of the seven days before it; their ratio must lie within a
/// `factor` of 1000 or of 1/1000. What changes so much for another reason is worth a look, too.
struct UnitCheck {
    private static let fewest = 6
    private static let daySeconds: Int64 = 86_400

    let factor: Double

    init(_ rule: ValidationRule) {
        factor = rule["factor"] ?? 1
    }

    func findings(in window: ValidationWindow) -> [Finding] {
        var days: [Int64: [Int]] = [:]
        for index in window.block.starts.indices where window.isRaw[index] && window.block.values[index] > 0 {
            let day = window.block.starts[index].floored(toMultipleOf: Self.daySeconds).secondsSinceEpoch
            days[day / Self.daySeconds, default: []].append(index)
        }
        let medians = days.mapValues { $0.map { window.block.values[$0] }.median ?? .nan }
        return days.keys.sorted().compactMap { day in
            guard let indices = days[day], indices.count >= Self.fewest, let median = medians[day],
                indices.contains(where: { window.isJudged($0) })
            else { return nil }
            let before = (day - 7..<day).compactMap { medians[$0] }
            guard before.count >= 3, let usual = before.median, usual > 0 else { return nil }
            let magnitude = median / usual
            guard (1000 / factor...1000 * factor).contains(max(magnitude, 1 / magnitude)) else { return nil }
            return Finding(
                .unitMismatch, window.span(indices[0], indices[indices.count - 1]), value: median, limit: usual,
                "A median of \(median), where that of the days before is \(usual): another unit?")
        }
    }
}

extension Collection<Double> {
    /// Of an even number the mean of the two in the middle; nil without a value.
    var median: Double? {
        guard !isEmpty else { return nil }
        let sorted = sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
