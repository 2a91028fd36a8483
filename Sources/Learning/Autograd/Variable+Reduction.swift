import CLearningKernels

extension Variable {
    /// The sum of all elements, a scalar.
    public func sum() -> Variable {
        let (value, shape) = (value, shape)
        let total = withExtendedLifetime(value) { kernels.sum(value.count, value.pointer) }
        return tape.record(Tensor(scalar: Float(total)), from: self) { [node] tape, dy in
            let one = dy.scalar
            tape.addGradient(of: node, shape: shape) { dx in
                let ones = Tensor(repeating: one, shape: shape)
                withExtendedLifetime(ones) { kernels.axpy(ones.count, 1, ones.pointer, dx) }
            }
        }
    }

    /// The mean of all elements, a scalar.
    public func mean() -> Variable {
        precondition(value.count > 0, "the mean of nothing")
        return sum().scaled(by: 1 / Float(value.count))
    }
}
