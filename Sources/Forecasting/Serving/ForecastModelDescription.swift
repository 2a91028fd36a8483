public import GridModel
public import Learning

/// What a forecast model is and how it came to be; kept in its file.
public struct ForecastModelDescription: Sendable, Hashable, Codable {
    public static let currentFormat = 1

    /// Of the file and the features; a reader refuses others.
    public let format: Int
    public let options: ForecastTrainingOptions
    public let quantiles: [Double]
    public let seriesKeys: [String]
    /// The IANA name of the clock whose days and hours the model learnt; nil in older files.
    public let timeZone: String?
    /// Hours before `trainedTo` shaped the weights; the last `options.validationDays` of them only
    /// stopped the training and calibrated the band.
    public let trainedFrom: Timestamp
    public let trainedTo: Timestamp
    /// FNV-1a 64 of everything trained on, hexadecimal.
    public let dataHash: String
    public let trainingSamples: Int
    public let parameterCount: Int
    /// One per network.
    public let lossCurves: [LossCurve]
    public let calibration: QuantileCalibration
    public let seriesCalibration: [String: QuantileCalibration]
    let climate: Climate?

    public var usesTemperature: Bool { climate != nil }
    /// The first network's.
    public var lossCurve: LossCurve? { lossCurves.first }
}
