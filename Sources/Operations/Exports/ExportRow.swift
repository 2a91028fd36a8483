import GridModel
import Telemetry

/// One exported interval of a series.
struct ExportRow: Hashable, Sendable {
    let span: TimeSpan
    /// The reading; or of an hour or day the sum (energy) or mean (everything else), nil unless every reading of it
    /// is there.
    let value: Double?
    let quality: Quality
    /// How many readings are in it, and how many there should be.
    let count: Int
    let expected: Int
}

extension ExportRow {
    /// The readings of blocks one by one.
    static func raw(_ block: ReadingBlock, of series: Series) -> [ExportRow] {
        block.starts.indices.map { index in
            let (start, value) = (block.starts[index], block.values[index])
            return ExportRow(
                span: TimeSpan(start: start, end: start + series.intervalSeconds), value: value.isFinite ? value : nil,
                quality: block.qualities[index], count: 1, expected: 1)
        }
    }
}

/// Gathers readings, ascending, into the hours or days they begin in.
struct ExportBuckets {
    private let series: Series
    private let bucketOf: (Timestamp) -> TimeSpan
    private var bucket = TimeSpan(start: .epoch, end: .epoch)
    private var count = 0
    private var sum = 0.0
    private var quality = Quality.measured
    private var isEstimated = false
    private(set) var rows: [ExportRow] = []

    init(series: Series, plan: ExportPlan) {
        self.series = series
        let calendar = plan.calendar
        bucketOf =
            plan.resolution == .day
            ? { calendar.span(of: calendar.localDate(of: $0)) }
            : {
                let hour = $0.floored(toMultipleOf: 3600)
                return TimeSpan(start: hour, end: hour + 3600)
            }
    }

    mutating func add(_ block: ReadingBlock) {
        for index in block.starts.indices where block.values[index].isFinite {
            let start = block.starts[index]
            if !bucket.contains(start) {
                flush()
                bucket = bucketOf(start)
            }
            count += 1
            sum += block.values[index]
            quality = block.qualities[index]
            if quality == .estimated || quality == .substituted { isEstimated = true }
        }
    }

    mutating func flush() {
        defer { (count, sum, isEstimated) = (0, 0, false) }
        guard count > 0 else { return }
        // Intervals begin at whole multiples of their length.
        let interval = series.intervalSeconds
        let first = (bucket.start + interval - 1).floored(toMultipleOf: interval)
        let end = (bucket.end + interval - 1).floored(toMultipleOf: interval)
        let expected = max(1, Int((end - first) / interval))
        let isWhole = count >= expected
        rows.append(
            ExportRow(
                span: bucket, value: isWhole ? (series.quantity.isEnergy ? sum : sum / Double(count)) : nil,
                quality: expected == 1 ? quality : isEstimated ? .estimated : .calculated, count: count,
                expected: expected))
    }
}
