public import GridModel

/// The load expected over the next hours, as quantiles, and where it comes from.
public struct Forecast: Sendable, Hashable {
    public let seriesKey: String
    /// The first target hour; only hours that had ended by then were used.
    public let issuedAt: Timestamp
    /// One per target hour in order; empty only when `source` is `.unavailable`.
    public let points: [ForecastPoint]
    public let source: ForecastSource
    /// Hours of the last week that had not been read and were filled by rule.
    public let filledHours: [Timestamp]

    public init(
        seriesKey: String, issuedAt: Timestamp, points: [ForecastPoint], source: ForecastSource,
        filledHours: [Timestamp] = []
    ) {
        self.seriesKey = seriesKey
        self.issuedAt = issuedAt
        self.points = points
        self.source = source
        self.filledHours = filledHours
    }
}

/// The quantiles of one target hour, in the series' unit: p10 ≤ p50 ≤ p90.
public struct ForecastPoint: Sendable, Hashable {
    public let start: Timestamp
    public let p10: Double
    public let p50: Double
    public let p90: Double

    public init(start: Timestamp, p10: Double, p50: Double, p90: Double) {
        self.start = start
        self.p10 = p10
        self.p50 = p50
        self.p90 = p90
    }
}

/// What a forecast was made by.
public enum ForecastSource: Sendable, Hashable {
    case model
    /// The seasonal baseline, because the model could not be used.
    case fallback(reason: String)
    /// Not even the baseline has anything to stand on.
    case unavailable(reason: String)

    public var isFallback: Bool {
        if case .fallback = self { true } else { false }
    }

    /// Why it is not the model's; nil for the model.
    public var reason: String? {
        switch self {
        case .model: nil
        case .fallback(let reason), .unavailable(let reason): reason
        }
    }
}
