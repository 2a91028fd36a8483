import CLearningKernels

extension Variable {
    /// Layer normalisation over the last axis (Ba, Kiros & Hinton 2016), as `torch.nn.LayerNorm`.
    ///
    /// - Parameters:
    ///   - gain: `[width]`, PyTorch's `weight`
    ///   - bias: `[width]`
    public func layerNormalized(gain: Variable, bias: Variable, epsilon: Float = 1e-5) -> Variable {
        let (rows, width, shape) = (value.rows, value.width, shape)
        precondition(gain.shape == [width] && bias.shape == [width], "gain and bias are rows of \(shape)")
        let result = tape.workspace.tensor(shape)
        let normalized = tape.workspace.tensor(shape)
        let inverseDeviation = tape.workspace.tensor([rows])
        let weights = gain.value
        withExtendedLifetime((value, weights, bias, result, normalized, inverseDeviation)) {
            kernels.layer_norm(
                rows, width, epsilon, value.pointer, weights.pointer, bias.value.pointer, normalized.pointer,
                inverseDeviation.pointer, result.pointer)
        }
        return tape.record(result, from: self, gain, bias) {
            [xNode = node, gainNode = gain.node, biasNode = bias.node] tape, dy in
            let (dx, dGain, dBias) = (
                tape.workspace.tensor(shape, zeroed: true), tape.workspace.tensor([width], zeroed: true),
                tape.workspace.tensor([width], zeroed: true)
            )
            withExtendedLifetime((normalized, inverseDeviation, weights, dy, dx, dGain, dBias)) {
                kernels.layer_norm_backward(
                    rows, width, normalized.pointer, inverseDeviation.pointer, weights.pointer, dy.pointer,
                    dx.pointer, dGain.pointer, dBias.pointer)
                for (node, gradient) in [(xNode, dx), (gainNode, dGain), (biasNode, dBias)] {
                    tape.addGradient(of: node, shape: gradient.shape) {
                        kernels.axpy(gradient.count, 1, gradient.pointer, $0)
                    }
                }
            }
        }
    }
}
