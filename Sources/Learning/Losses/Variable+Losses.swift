import CLearningKernels

extension Variable {
    /// Σ w (prediction - target)².
    ///
    /// - Parameters:
    ///   - target: of this shape
    ///   - weights: of this shape; elements of weight 0 do not count, whatever their target, NaN included
    public func squaredError(to target: Tensor, weights: Tensor? = nil) -> Loss {
        precondition(target.shape == shape, "target \(target.shape) for prediction \(shape)")
        return loss(target, weights) { kernels.squared_error(target.count, $0, $1, $2, $3) }
    }

    /// Huber's loss: quadratic within ±delta, linear beyond, as `torch.nn.HuberLoss`.
    public func huberLoss(to target: Tensor, delta: Float = 1, weights: Tensor? = nil) -> Loss {
        precondition(target.shape == shape, "target \(target.shape) for prediction \(shape)")
        return loss(target, weights) { kernels.huber(target.count, delta, $0, $1, $2, $3) }
    }

    /// The pinball loss (Koenker & Bassett 1978), averaged over the quantile levels.
    ///
    /// The last axis of the prediction holds one value per level; all axes before it are the target's
    /// (`[batch, horizon, levels]` against `[batch, horizon]`).
    public func quantileLoss(to target: Tensor, levels: [Float], weights: Tensor? = nil) -> Loss {
        precondition(shape == target.shape + [levels.count], "prediction \(shape) for target \(target.shape)")
        return loss(target, weights) { prediction, truth, weights, gradient in
            levels.withUnsafeBufferPointer { levels in
                guard let base = levels.baseAddress else { return 0 }
                return kernels.pinball(target.count, levels.count, base, prediction, truth, weights, gradient)
            }
        }
    }

    private func loss(
        _ target: Tensor, _ weights: Tensor?,
        _ kernel: (
            UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>?, UnsafeMutablePointer<Float>
        ) -> Double
    ) -> Loss {
        precondition(weights == nil || weights?.shape == target.shape, "weights are shaped as the target")
        let slopes = tape.workspace.tensor(shape)
        let (total, weight) = withExtendedLifetime((value, target, weights, slopes)) {
            (
                kernel(value.pointer, target.pointer, weights?.pointer, slopes.pointer),
                weights.map { kernels.sum($0.count, $0.pointer) } ?? Double(target.count)
            )
        }
        let sum = tape.record(Tensor(scalar: Float(total)), from: self) { [node] tape, dy in
            tape.addGradient(of: node, shape: slopes.shape) { dx in
                withExtendedLifetime(slopes) { kernels.axpy(slopes.count, dy.scalar, slopes.pointer, dx) }
            }
        }
        return Loss(sum: sum, weight: weight)
    }
}
