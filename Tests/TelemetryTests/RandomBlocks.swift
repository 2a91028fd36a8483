import GridModel
import Telemetry

extension ReadingBlock {
    /// Any block that a meter, a broken meter or an attacker could send.
    static func random(using random: inout SeededGenerator) -> ReadingBlock {
        let count = Int.random(in: 1...300, using: &random)
        let starts = randomStarts(count: count, using: &random)
        let values = randomValues(count: count, using: &random)
        let mixed = Int.random(in: 0...3, using: &random) == 0
        var quality = Quality.measured
        let readings = zip(starts, values).map { start, value in
            if mixed, Int.random(in: 0...5, using: &random) == 0 {
                quality = Quality.allCases.randomElement(using: &random) ?? .measured
            }
            return Reading(start: start, value: value, quality: quality)
        }
        return ReadingBlock(readings)
    }

    private static func randomStarts(count: Int, using random: inout SeededGenerator) -> [Timestamp] {
        let steps: [Int64] = [1, 60, 300, 900, 3600, 86_400]
        let step = steps.randomElement(using: &random) ?? 900
        var start = Timestamp(secondsSinceEpoch: Int64.random(in: -2_000_000_000...4_000_000_000, using: &random))
        let kind = Int.random(in: 0...3, using: &random)
        return (0..<count).map { _ in
            defer {
                let steps: Int64 =
                    switch kind {
                    case 0: 1
                    case 1: Int.random(in: 0...9, using: &random) == 0 ? Int64.random(in: 2...40, using: &random) : 1
                    case 2: Int64.random(in: 1...3, using: &random)
                    default: Int64.random(in: 1...9999, using: &random)
                    }
                start = start + (kind == 3 ? steps : steps * step)
            }
            return start
        }
    }

    private static func randomValues(count: Int, using random: inout SeededGenerator) -> [Double] {
        let kind = Int.random(in: 0...7, using: &random)
        let scales: [Double] = [1, 10, 1000, 1e6, 1e9]
        let scale = scales.randomElement(using: &random) ?? 1
        let top = Int.random(in: 0...Int.random(in: 1...3_000_000, using: &random), using: &random)
        let oddity = Double(bitPattern: random.next())
        return (0..<count).map { index in
            switch kind {
            case 0: oddity
            case 1: Double(Int.random(in: -top...top, using: &random)) / scale
            case 2: Double(bitPattern: random.next())
            case 3: Double.random(in: 0...1, using: &random) * scale
            case 4: Double(index * top) / scale
            case 5: Int.random(in: 0...19, using: &random) == 0 ? oddity : Double(index % 13) / scale
            case 6: Double(Float.random(in: 0...1, using: &random))
            default: Double(Int64.random(in: -0x8_0000_0000_0000...0x8_0000_0000_0000, using: &random)) / scale
            }
        }
    }
}
