/// How a training goes. Everything but `threads` decides the result, and the result is the same on every machine
/// with fused multiply-add.
public struct TrainingOptions: Sendable, Hashable, Codable {
    public var epochs: Int
    public var batchSize: Int
    public var learningRate: LearningRateSchedule
    public var adam: Adam.Settings
    /// The gradient's global norm is scaled down to this; nil for no limit.
    public var gradientNormLimit: Double?
    /// Epochs without a better validation loss after which to stop; nil to use all epochs.
    public var patience: Int?
    public var seed: UInt64
    /// Into how many parts each batch is divided; gradients are added up in their order.
    public var shards: Int
    /// How many threads compute the shards; does not change the result.
    public var threads: Int

    public init(
        epochs: Int, batchSize: Int = 64, learningRate: LearningRateSchedule = .cosine(peak: 1e-3),
        adam: Adam.Settings = Adam.Settings(), gradientNormLimit: Double? = 1, patience: Int? = nil,
        seed: UInt64 = 0, shards: Int = 8, threads: Int = 1
    ) {
        self.epochs = epochs
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.adam = adam
        self.gradientNormLimit = gradientNormLimit
        self.patience = patience
        self.seed = seed
        self.shards = shards
        self.threads = threads
    }
}
