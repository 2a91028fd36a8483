/// How far the making of a whole model has come: several networks, their calibration and evaluation.
///
/// Given to a closure that may throw: whatever it throws (a `CancellationError`, say) ends the
/// training within a step and is passed on.
public struct ModelProgress: Hashable, Sendable {
    /// What is being done, in plain words: "network 2 of 3".
    public let phase: String
    /// From 1; 0 outside the training of a network.
    public let epoch: Int
    public let epochs: Int
    public let trainingLoss: Double?
    public let validationLoss: Double?
    /// 0…1 over the whole work.
    public let fraction: Double

    public init(
        phase: String, epoch: Int = 0, epochs: Int = 0, trainingLoss: Double? = nil, validationLoss: Double? = nil,
        fraction: Double
    ) {
        self.phase = phase
        self.epoch = epoch
        self.epochs = epochs
        self.trainingLoss = trainingLoss
        self.validationLoss = validationLoss
        self.fraction = min(1, max(0, fraction))
    }
}
