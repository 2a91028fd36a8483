package import GridModel
package import Telemetry

/// The readings of a series in a window, perhaps downsampled to its extremes.
package struct ReadingsWindow: Hashable, Sendable {
    package let series: SeriesID
    package let quantity: Quantity
    package let intervalSeconds: Int64
    package let span: TimeSpan
    /// Readings stored in the window.
    package let sourceCount: Int
    package let isDownsampled: Bool
    /// By ascending start.
    package let readings: [Reading]
    /// The first 200.
    package let gaps: [ReadingGap]
    /// Where readings are estimated, substituted or edited; also those that downsampling left out.
    package let marked: [QualityRuns.Run]
    package let summary: ReadingSummary

    package init(
        series: SeriesID, quantity: Quantity, intervalSeconds: Int64, span: TimeSpan, sourceCount: Int,
        isDownsampled: Bool, readings: [Reading], gaps: [ReadingGap], marked: [QualityRuns.Run],
        summary: ReadingSummary
    ) {
        self.series = series
        self.quantity = quantity
        self.intervalSeconds = intervalSeconds
        self.span = span
        self.sourceCount = sourceCount
        self.isDownsampled = isDownsampled
        self.readings = readings
        self.gaps = gaps
        self.marked = marked
        self.summary = summary
    }
}

/// A stretch of missing intervals.
package struct ReadingGap: Hashable, Sendable {
    package let span: TimeSpan
    package let missing: Int

    package init(span: TimeSpan, missing: Int) {
        self.span = span
        self.missing = missing
    }
}

/// Over every stored reading of the window; nil when there is none.
package struct ReadingSummary: Hashable, Sendable {
    package let minimum: Double?
    package let maximum: Double?
    package let mean: Double?
    /// Energies only.
    package let sum: Double?
    package let last: Double?

    package init(minimum: Double?, maximum: Double?, mean: Double?, sum: Double?, last: Double?) {
        self.minimum = minimum
        self.maximum = maximum
        self.mean = mean
        self.sum = sum
        self.last = last
    }
}
