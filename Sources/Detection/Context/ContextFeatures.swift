import Foundation
import GridModel

/// What the autoencoder sees of each hour: the value in the context of its calendar and its past.
///
/// Loads are compared with the median of the like hours of the last four weeks (`LikeHours`);
/// nothing after the hour is used.
struct ContextFeatures: Sendable {
    static let names = [
        "residual", "change", "change24", "change168", "logRatio", "spreadRatio6", "spreadRatio24", "equalValues",
        "sumRatio6", "sumRatio24", "sumRatio72",
    ]
    static let count = names.count
    static let equalValues = 7
    /// Hour of the day on the circle and whether it is a workday: inputs that are not reconstructed.
    static let calendarCount = 3

    let start: Timestamp
    let values: [Double]
    let usual: LikeHours
    /// How many of the hours before had exactly this value, without interruption.
    let equalRun: [Int]
    /// `count` per hour; all NaN where the hour cannot be judged.
    private(set) var rows: [Float]
    /// `calendarCount` per hour.
    private(set) var calendar: [Float]

    /// - Parameters:
    ///   - usual: of the true values, where `values` has faults injected; computed when nil.
    init(values: [Double], start: Timestamp, hours: HourlyCalendar, usual: LikeHours? = nil) {
        self.start = start
        self.values = values
        let usual = usual ?? LikeHours(values, start: start, hours: hours)
        self.usual = usual
        var run = [Int](repeating: 0, count: values.count)
        for index in values.indices.dropFirst() where values[index] == values[index - 1] {
            run[index] = run[index - 1] + 1
        }
        equalRun = run
        rows = [Float](repeating: .nan, count: values.count * Self.count)
        calendar = [Float](repeating: 0, count: values.count * Self.calendarCount)
        let windows = WindowSums(values: values, usual: usual.median)
        for index in values.indices {
            if let hour = hours[start + Int64(index) * 3600] {
                let angle = 2 * Double.pi * Double(hour.hour) / 24
                calendar[3 * index] = Float(sin(angle))
                calendar[3 * index + 1] = Float(cos(angle))
                calendar[3 * index + 2] = hour.isWorkday ? 1 : 0
            }
            if let row = row(index, windows) {
                for (offset, value) in row.enumerated() { rows[index * Self.count + offset] = Float(value) }
            }
        }
    }

    /// Whether the hour has a reading and enough past to be judged.
    func canJudge(_ index: Int) -> Bool {
        values.indices.contains(index) && !rows[index * Self.count].isNaN
    }

    private func row(_ index: Int, _ windows: WindowSums) -> [Double]? {
        let (value, median, spread, level) = (
            values[index], usual.median[index], usual.spread[index], usual.level[index]
        )
        guard !value.isNaN, !median.isNaN, !spread.isNaN else { return nil }
        func change(_ lag: Int, expected: Double = 0) -> Double {
            guard index >= lag, !values[index - lag].isNaN else { return 0 }
            return squeezed((value - values[index - lag] - expected) / spread)
        }
        let before = index > 0 ? usual.median[index - 1] : .nan
        let floor = 0.05 * level + 1e-9
        return [
            squeezed((value - median) / spread), change(1, expected: before.isNaN ? 0 : median - before), change(24),
            change(168), log((max(value, 0) + floor) / (max(median, 0) + floor)),
            windows.logSpreadRatio(index, 6, floor: floor), windows.logSpreadRatio(index, 24, floor: floor),
            log(1 + Double(equalRun[index])), windows.logRatio(index, 6, floor: floor),
            windows.logRatio(index, 24, floor: floor), windows.logRatio(index, 72, floor: floor),
        ]
    }

    /// Large deviations count by their magnitude's logarithm.
    private func squeezed(_ value: Double) -> Double {
        value < 0 ? -log(1 - value) : log(1 + value)
    }
}

extension ContextFeatures {
    static func logOnePlus(_ value: Float) -> Double { log(1 + Double(value)) }
}
