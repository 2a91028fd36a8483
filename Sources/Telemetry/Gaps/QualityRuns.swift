public import GridModel

/// Finds stretches of readings that were neither measured nor calculated, in order of time.
///
/// Stretches of the same quality that lie closer than `tolerance` are one: what a chart draws in one pixel. Memory
/// follows the window's length over the tolerance, whatever the number of readings.
public struct QualityRuns: Sendable {
    /// A stretch, and how many readings in it have its quality.
    public struct Run: Hashable, Sendable {
        public var span: TimeSpan
        public let quality: Quality
        public var readings: Int

        public init(span: TimeSpan, quality: Quality, readings: Int) {
            self.span = span
            self.quality = quality
            self.readings = readings
        }
    }

    /// By start.
    public private(set) var runs: [Run] = []

    private let intervalSeconds: Int64
    private let toleranceSeconds: Int64
    /// Where each quality's latest run is in `runs`.
    private var latest: [Quality: Int] = [:]

    public init(intervalSeconds: Int64, toleranceSeconds: Int64 = 0) {
        self.intervalSeconds = max(1, intervalSeconds)
        self.toleranceSeconds = max(0, toleranceSeconds)
    }

    /// - Parameter block: of readings after all those added before.
    public mutating func add(_ block: ReadingBlock) {
        for (start, quality) in zip(block.starts, block.qualities) where quality != .measured && quality != .calculated
        {
            let end = start + intervalSeconds
            if let index = latest[quality], start - runs[index].span.end <= toleranceSeconds {
                runs[index].span = TimeSpan(start: runs[index].span.start, end: end)
                runs[index].readings += 1
            } else {
                latest[quality] = runs.count
                runs.append(Run(span: TimeSpan(start: start, end: end), quality: quality, readings: 1))
            }
        }
    }
}
