/// Why a training stopped without a model.
public enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
    case cancelled
    /// The loss or the gradient became infinite or NaN.
    case diverged(epoch: Int, step: Int)
    case noSamples
    case cannotStartThreads(Int)

    public var description: String {
        switch self {
        case .cancelled: "the training was cancelled"
        case .diverged(let epoch, let step):
            "the loss stopped being a finite number at epoch \(epoch), step \(step); try a lower learning rate"
        case .noSamples: "there are no samples to train on"
        case .cannotStartThreads(let count): "the system would not start \(count) threads"
        }
    }
}
