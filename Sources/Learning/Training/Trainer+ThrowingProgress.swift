extension Trainer {
    /// As `fit`, for a progress closure that ends the training by throwing; its error is passed on.
    public func fit(
        _ initial: ParameterSet, training: [Int], validation: [Int] = [],
        onProgress: (TrainingProgress) throws -> Void, loss: LossFunction
    ) throws -> TrainingResult {
        var interruption: (any Error)?
        do {
            return try fit(
                initial, training: training, validation: validation,
                isCancelled: { interruption != nil },
                progress: { state in
                    guard interruption == nil else { return }
                    do { try onProgress(state) } catch { interruption = error }
                },
                loss: loss)
        } catch {
            throw interruption ?? error
        }
    }
}
