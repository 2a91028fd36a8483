import GridModel

/// A value far above its neighbours.
///
/// The highest value of the `windowHours` around it, and more than (1 + `ratio`) times the third highest there: the
/// spike check of the interval-data practice of California's "Direct Access Standards for Metering and Meter Data"
/// (highest against third highest of a day, 180 %), over a window that moves with the reading instead of the day.
/// The third highest, not the second, so that a spike cut in two by an interval's end is still one. Values up to
/// `least` are none: a fridge in an empty house is a spike of no interest. A reading is looked at once the hours after it
/// have come, else the newest of every solar plant were a spike each morning.
struct SpikeCheck {
    /// With fewer neighbours nothing can be said.
    private static let fewestNeighbours = 6

    let ratio: Double
    let windowHours: Double
    let least: Double

    init(_ rule: ValidationRule) {
        ratio = rule["ratio"] ?? .infinity
        windowHours = rule["windowHours"] ?? 24
        least = rule["least"] ?? 0
    }

    func findings(in window: ValidationWindow) -> [Finding] {
        let (starts, values) = (window.block.starts, window.block.values)
        let half = Self.reachSeconds(windowHours)
        guard let latest = starts.last else { return [] }
        var low = 0
        return values.indices.compactMap { index in
            let value = values[index]
            guard window.isJudged(index), value > least, latest - starts[index] >= half else { return nil }
            // The third highest is not below the lesser of the two next to it: most values end here.
            if index > 0, index + 1 < values.count, starts[index + 1] - starts[index - 1] <= half,
                value <= (1 + ratio) * min(values[index - 1], values[index + 1])
            {
                return nil
            }
            while starts[low] < starts[index] - half { low += 1 }
            guard let third = thirdHighest(around: index, from: low, to: starts[index] + half, window.block),
                value > (1 + ratio) * third
            else { return nil }
            return Finding(
                .spike, window.span(index, index), value: value, limit: (1 + ratio) * third,
                "\(value), where the third highest of the \(windowHours) hours around it is \(third).")
        }
    }

    /// How long before a reading what is found may change with it.
    static func reachSeconds(_ windowHours: Double) -> Int64 { Int64(windowHours * 1800) }

    /// Nil where the value is not the highest, or too few are around it.
    private func thirdHighest(around index: Int, from low: Int, to end: Timestamp, _ block: ReadingBlock) -> Double? {
        var (first, second) = (-Double.infinity, -Double.infinity)
        var count = 0
        var other = low
        while other < block.count, block.starts[other] <= end {
            if other != index {
                let value = block.values[other]
                if value > block.values[index] { return nil }
                count += 1
                if value > first {
                    (first, second) = (value, first)
                } else if value > second {
                    second = value
                }
            }
            other += 1
        }
        return count >= Self.fewestNeighbours ? max(0, second) : nil
    }
}
