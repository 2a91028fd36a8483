/// How a forecaster is trained. Everything but `threads` decides the result.
public struct ForecastTrainingOptions: Sendable, Hashable, Codable {
    public var seed: UInt64
    /// Networks trained from different seeds and averaged.
    public var members: Int
    /// Width of the LSTM.
    public var hidden: Int
    public var epochs: Int
    /// Epochs without a better validation loss after which a network is done.
    public var patience: Int
    /// Samples (series × issue hour) drawn for the training at most.
    public var samples: Int
    public var learningRate: Double
    /// Days at the end of the training data: the first half only stops the training, the second half only
    /// calibrates the band.
    public var validationDays: Int
    /// Days at the end kept apart by `trainAndEvaluate` for the honest score.
    public var heldOutDays: Int
    /// Read the measured temperature where all series have it. Off, because past temperatures
    /// made no forecast better on the data it was measured on (Tetouan, Victoria).
    public var usesTemperature: Bool
    public var threads: Int

    public init(
        seed: UInt64 = 7, members: Int = 3, hidden: Int = 64, epochs: Int = 6, patience: Int = 2, samples: Int = 9000,
        learningRate: Double = 2e-3, validationDays: Int = 28, heldOutDays: Int = 28, usesTemperature: Bool = false,
        threads: Int = 2
    ) {
        self.seed = seed
        self.members = members
        self.hidden = hidden
        self.epochs = epochs
        self.patience = patience
        self.samples = samples
        self.learningRate = learningRate
        self.validationDays = validationDays
        self.heldOutDays = heldOutDays
        self.usesTemperature = usesTemperature
        self.threads = threads
    }
}
