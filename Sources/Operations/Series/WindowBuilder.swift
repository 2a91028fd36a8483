import GridModel
import Telemetry

/// Gathers a chart's window from blocks in order of time, in memory bounded by the points asked for.
struct WindowBuilder {
    private let series: Series
    private let span: TimeSpan
    private let points: Int
    private var sampler: Downsampler
    private var gaps: GapFinder
    private var marked: QualityRuns
    private var count = 0
    private var sum = 0.0
    private var minimum: Double?
    private var maximum: Double?
    private var last: Double?

    init(series: Series, span: TimeSpan, points: Int, now: Timestamp) {
        self.series = series
        self.span = span
        self.points = points
        sampler = Downsampler(span: span, points: points)
        marked = QualityRuns(
            intervalSeconds: series.intervalSeconds, toleranceSeconds: span.seconds / Int64(max(1, points)))
        // What has not ended yet is not missing.
        let ended = (now + 1 - series.intervalSeconds)
        gaps = GapFinder(
            span: TimeSpan(start: span.start, end: min(span.end, ended)), intervalSeconds: series.intervalSeconds)
    }

    mutating func add(_ block: ReadingBlock) {
        sampler.add(block)
        gaps.add(block)
        marked.add(block)
        count += block.count
        for value in block.values {
            sum += value
            minimum = Swift.min(minimum ?? value, value)
            maximum = Swift.max(maximum ?? value, value)
        }
        last = block.values.last ?? last
    }

    func finish(gapsNamed: Int) -> ReadingsWindow {
        let readings = sampler.finish()
        return ReadingsWindow(
            series: series.id, quantity: series.quantity, intervalSeconds: series.intervalSeconds, span: span,
            sourceCount: count, isDownsampled: readings.count < count, readings: readings,
            gaps: gaps.gaps.prefix(gapsNamed).map {
                ReadingGap(span: $0, missing: Int($0.seconds / series.intervalSeconds))
            },
            marked: marked.runs,
            summary: ReadingSummary(
                minimum: minimum, maximum: maximum, mean: count == 0 ? nil : sum / Double(count),
                sum: series.quantity.isEnergy && count > 0 ? sum : nil, last: last))
    }
}
