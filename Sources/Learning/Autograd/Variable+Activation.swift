import CLearningKernels

extension Variable {
    public func tanh() -> Variable {
        activated(kernels.tanh, kernels.tanh_backward, savesOutput: true)
    }

    /// 1 / (1 + e⁻ˣ)
    public func sigmoid() -> Variable {
        activated(kernels.sigmoid, kernels.sigmoid_backward, savesOutput: true)
    }

    /// max(x, 0)
    public func relu() -> Variable {
        activated(kernels.relu, kernels.relu_backward, savesOutput: true)
    }

    /// x · sigmoid(x) (Elfwing, Uchibe & Doya 2018)
    public func silu() -> Variable {
        activated(kernels.silu, kernels.silu_backward, savesOutput: false)
    }

    private func activated(
        _ kernel: (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void,
        _ derivative: @escaping (Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void,
        savesOutput: Bool
    ) -> Variable {
        let result = tape.workspace.tensor(shape)
        withExtendedLifetime((value, result)) {
            kernel(value.count, value.pointer, result.pointer)
        }
        let saved = savesOutput ? result : value
        return tape.record(result, from: self) { [node] tape, dy in
            tape.addGradient(of: node, shape: dy.shape) { dx in
                withExtendedLifetime((saved, dy)) { derivative(saved.count, saved.pointer, dy.pointer, dx) }
            }
        }
    }
}
