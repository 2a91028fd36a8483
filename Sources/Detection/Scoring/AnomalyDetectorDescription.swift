public import GridModel
public import Learning

/// What a detector is and how it came to be; kept in its file.
public struct AnomalyDetectorDescription: Sendable, Hashable, Codable {
    public static let currentFormat = 2

    public let format: Int
    public let options: DetectorTrainingOptions
    public let seriesKeys: [String]
    public let trainedFrom: Timestamp
    public let trainedTo: Timestamp
    /// FNV-1a 64 of everything trained on, hexadecimal.
    public let dataHash: String
    public let trainingSamples: Int
    public let parameterCount: Int
    public let lossCurve: LossCurve
    /// Scores above it are anomalies.
    public internal(set) var threshold: Double
    /// How well it does on the held-out days at the end of the training data.
    public internal(set) var report: DetectorReport?
}

/// A detector's figures on held-out days: every other day set the threshold, these are of the others.
public struct DetectorReport: Sendable, Hashable, Codable {
    public struct KindScore: Sendable, Hashable, Codable {
        public let kind: AnomalyKind
        /// Against the hours without a fault.
        public let rocAUC: Double
        public let prAUC: Double
        /// Share of the faulty hours above the threshold.
        public let recallPercent: Double
    }

    /// Hours above the threshold per series and day, faults not injected.
    public let flaggedPerSeriesDay: Double
    /// What the threshold was set to allow.
    public let allowedPerSeriesDay: Double
    public let scoredHours: Int
    /// With faults injected at random: all kinds together, then each.
    public let rocAUC: Double
    public let prAUC: Double
    /// Of the plain distance from the like hours' median in robust spreads, on the same hours.
    public let baselineRocAUC: Double
    public let baselinePrAUC: Double
    public let kinds: [KindScore]
}
