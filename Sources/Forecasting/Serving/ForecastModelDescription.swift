public import GridModel
public import Learning

/// What a forecast model is and how it came to be; kept in its file.
public struct ForecastModelDescription: Sendable, Hashable, Codable {
    public static let currentFormat = 2

    /// Of the file and the features; a reader refuses others.
    public let format: Int
    public let options: ForecastTrainingOptions
    public let quantiles: [Double]
    public let seriesKeys: [String]
    /// The IANA name of the clock whose days and hours the model learnt; nil in older files.
    public let timeZone: String?
    /// Hours before `trainedTo` made the model; of the last `options.validationDays` of them the first half
    /// only stopped the training, the second half, from `calibratedFrom` on, only calibrated the band.
    public let trainedFrom: Timestamp
    public let calibratedFrom: Timestamp
    public let trainedTo: Timestamp
    /// FNV-1a 64 of everything trained on, hexadecimal.
    public let dataHash: String
    public let trainingSamples: Int
    public let parameterCount: Int
    /// One per network.
    public let lossCurves: [LossCurve]
    public let calibration: QuantileCalibration
    public let seriesCalibration: [String: QuantileCalibration]
    /// Whether the day of the year is an input: only when the training saw a whole year, for a season that it
    /// has not seen would push the network where nothing was learnt.
    public let usesSeason: Bool
    let climate: Climate?

    public var usesTemperature: Bool { climate != nil }
    /// The first network's.
    public var lossCurve: LossCurve? { lossCurves.first }
}
