import CLearningKernels

/// A matrix laid out as the product kernel of this processor reads it.
struct PackedMatrix: Sendable {
    let layout: Tensor

    /// Packs the transpose of a weight `[outputs, inputs]`, as `x · Wᵀ` needs it.
    init(transposing weight: Tensor) {
        let (outputs, inputs) = (weight.rows, weight.width)
        layout = Tensor(uninitialized: [lk_packed_count(inputs, outputs)])
        withExtendedLifetime((weight, layout)) {
            kernels.pack(inputs, outputs, weight.pointer, 1, inputs, layout.pointer)
        }
    }

    /// Packs a weight as it is, as `y · W` needs it.
    init(_ weight: Tensor) {
        let (outputs, inputs) = (weight.rows, weight.width)
        layout = Tensor(uninitialized: [lk_packed_count(outputs, inputs)])
        withExtendedLifetime((weight, layout)) {
            kernels.pack(outputs, inputs, weight.pointer, inputs, 1, layout.pointer)
        }
    }
}
