/// Where a training is; given after every step and, with `epochEnd`, after every epoch.
public struct TrainingProgress: Sendable, Hashable {
    /// From 1.
    public let epoch: Int
    public let epochs: Int
    /// Steps done in all, from 1.
    public let step: Int
    public let steps: Int
    /// Mean loss of this epoch so far.
    public let trainingLoss: Double
    /// Set at the end of an epoch: its entry of the loss curve.
    public let epochEnd: LossCurve.Point?

    /// Share of the most that can be done; early stopping ends before 1.
    public var fraction: Double { steps > 0 ? Double(step) / Double(steps) : 1 }
}
