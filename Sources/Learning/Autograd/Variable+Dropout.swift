import CLearningKernels

extension Variable {
    /// Inverted dropout (Srivastava et al. 2014): on a training tape each element is dropped with probability `rate`
    /// and the rest scaled by 1 / (1 - rate); elsewhere this is the identity. What is dropped follows from the
    /// tape's seed.
    public func dropout(_ rate: Float) -> Variable {
        precondition(rate >= 0 && rate < 1, "a dropout rate of \(rate)")
        guard tape.isTraining, rate > 0 else { return self }
        let seed = tape.nextSeed()
        let result = tape.workspace.tensor(shape, zeroed: true)
        withExtendedLifetime((value, result)) {
            kernels.dropout(value.count, seed, rate, value.pointer, result.pointer)
        }
        return tape.record(result, from: self) { [node] tape, dy in
            tape.addGradient(of: node, shape: dy.shape) { dx in
                withExtendedLifetime(dy) { kernels.dropout(dy.count, seed, rate, dy.pointer, dx) }
            }
        }
    }
}
