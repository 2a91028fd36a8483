/// What a training ends with.
public struct TrainingResult: Sendable {
    public enum Ending: String, Sendable, Codable {
        case allEpochs, noImprovement
    }

    /// The weights with the best validation loss (without validation samples: the last).
    public let parameters: ParameterSet
    public let curve: LossCurve
    /// The epoch those weights are from, from 1.
    public let bestEpoch: Int
    public let ending: Ending
}
