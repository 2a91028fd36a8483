/// Keeps the best weights seen and says when there is no hope of better ones.
struct EarlyStopping {
    private(set) var best: ParameterSet
    private(set) var bestEpoch = 0
    private let patience: Int?
    private var bestLoss = Double.infinity
    private var epochsSince = 0

    init(patience: Int?, initial: ParameterSet) {
        self.patience = patience
        best = initial
    }

    var shouldStop: Bool { patience.map { epochsSince >= $0 } ?? false }

    /// Without a validation loss every epoch counts as the best so far.
    mutating func record(epoch: Int, loss: Double?, _ parameters: ParameterSet) {
        if let loss, loss >= bestLoss {
            epochsSince += 1
            return
        }
        bestLoss = loss ?? bestLoss
        best = parameters
        bestEpoch = epoch
        epochsSince = 0
    }
}
