public import GridModel

/// Scores of a model over a span it was not trained on.
public struct ForecastEvaluation: Sendable, Hashable, Codable {
    public struct SeriesScore: Sendable, Hashable, Codable {
        public let key: String
        public let score: ForecastScore
    }

    public let from: Timestamp
    public let to: Timestamp
    /// The mean over the series; nil when nothing could be scored.
    public let total: ForecastScore?
    /// Series without a reading in the span are left out.
    public let perSeries: [SeriesScore]

    public var heldOut: TimeSpan { TimeSpan(start: from, end: to) }
}
