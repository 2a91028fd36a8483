/// How a detector is trained. Everything but `threads` decides the result.
public struct DetectorTrainingOptions: Sendable, Hashable, Codable {
    public var seed: UInt64
    public var hidden: Int
    public var bottleneck: Int
    public var epochs: Int
    /// Hours drawn from all series for the training at most.
    public var samples: Int
    public var learningRate: Double
    /// The threshold lets at most one hour per series in so many days of held-out data pass for an anomaly.
    public var falseAlarmDays: Double
    /// Days at the end of the data kept apart for the threshold and the report.
    public var heldOutDays: Int
    public var threads: Int

    public init(
        seed: UInt64 = 7, hidden: Int = 48, bottleneck: Int = 6, epochs: Int = 12, samples: Int = 60_000,
        learningRate: Double = 3e-3, falseAlarmDays: Double = 30, heldOutDays: Int = 42, threads: Int = 2
    ) {
        self.seed = seed
        self.hidden = hidden
        self.bottleneck = bottleneck
        self.epochs = epochs
        self.samples = samples
        self.learningRate = learningRate
        self.falseAlarmDays = falseAlarmDays
        self.heldOutDays = heldOutDays
        self.threads = threads
    }
}
