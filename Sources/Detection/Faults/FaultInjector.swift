import Learning

/// Puts faults into a series: for training the autoencoder to see through them, and for measuring
/// how well the detector finds them.
///
/// Sizes are drawn from ranges of our choosing: spikes of 1.5–3 times for 1–3 h, zeros for
/// 3–12 h, frozen values for 6–24 h, steps of 12–60 % of the level for 36–80 h, and under-registration
/// by 25–65 % for 72–170 h.
struct FaultInjector {
    private static let kinds: [AnomalyKind] = [.spike, .dropout, .stuck, .shift, .theft]

    /// - Parameter pause: fault-free hours between faults, drawn from this range.
    /// - Returns: the values with faults and what was done to each hour; nil kinds are untouched.
    static func inject(
        into values: [Double], usual: LikeHours, from first: Int, pause: Range<Int>, random: inout RandomSource
    ) -> (values: [Double], kinds: [AnomalyKind?]) {
        var values = values
        var kinds = [AnomalyKind?](repeating: nil, count: values.count)
        var at = first + random.index(below: pause.upperBound)
        while at < values.count {
            let kind = Self.kinds[random.index(below: Self.kinds.count)]
            let length = min(Self.length(of: kind, &random), values.count - at)
            if !values[at].isNaN, !usual.level[at].isNaN {
                let size = random.uniform()
                let sign = random.uniform() < 0.5 ? -1.0 : 1.0
                let (frozen, level) = (values[at], usual.level[at])
                for index in at..<at + length where !values[index].isNaN {
                    let value = values[index]
                    switch kind {
                    case .spike:
                        let usually = usual.median[index]
                        values[index] = (usually > value ? usually : value) * (1.5 + 1.5 * size)
                    case .dropout: values[index] = size < 0.7 ? 0 : 0.1 * value
                    case .stuck: values[index] = frozen
                    case .shift: values[index] = max(0, value + sign * (0.12 + 0.48 * size) * level)
                    case .theft: values[index] = value * (0.35 + 0.4 * size)
                    case .unusual: break
                    }
                    kinds[index] = kind
                }
            }
            at += length + pause.lowerBound + random.index(below: pause.count)
        }
        return (values, kinds)
    }

    private static func length(of kind: AnomalyKind, _ random: inout RandomSource) -> Int {
        let range =
            switch kind {
            case .spike, .unusual: 1..<4
            case .dropout: 3..<13
            case .stuck: 6..<25
            case .shift: 36..<81
            case .theft: 72..<171
            }
        return range.lowerBound + random.index(below: range.count)
    }
}
