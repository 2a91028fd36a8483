import GridModel
import Telemetry

/// Columns as meters and their head-ends send them: overlapping, with gaps, repeated, now and then of another
/// quality. The same on every run (SplitMix64; Steele, Lea, Flood 2014).
struct ColumnCases: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func column(around start: Timestamp, intervalSeconds: Int64) -> ReadingColumn {
        // Two spans' worth of places, so that columns of different rounds meet.
        let places: Int64 = intervalSeconds == 3600 ? 1500 : 200
        let first = start + Int64.random(in: 0..<places, using: &self) * intervalSeconds
        let gaps = Int.random(in: 0...2, using: &self)
        let values: [Double?] = (0..<Int.random(in: 1...150, using: &self)).map { _ in
            if Int.random(in: 0..<4, using: &self) < gaps { return nil }
            return Double(Int.random(in: 0...2, using: &self)) / 2
        }
        let quality: Quality = Int.random(in: 0..<5, using: &self) == 0 ? .estimated : .measured
        return ReadingColumn(
            start: first, intervalSeconds: intervalSeconds, optionalValues: values, quality: quality)
    }

    mutating func shuffled(_ column: ReadingColumn) -> [Reading] {
        let missing = Set(column.missing)
        return column.values.indices.filter { !missing.contains($0) }.map {
            Reading(start: column.start(at: $0), value: column.values[$0], quality: column.quality)
        }.shuffled(using: &self)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
