import CLearningKernels

extension Variable {
    /// `x · Wᵀ + b` over the last axis: `[…, inputs]` to `[…, outputs]`.
    ///
    /// - Parameters:
    ///   - weight: `[outputs, inputs]`
    ///   - bias: `[outputs]`
    public func linear(weight: Variable, bias: Variable?) -> Variable {
        let (rows, inputs, outputs) = (value.rows, value.width, weight.shape[0])
        precondition(weight.shape == [outputs, inputs], "weight \(weight.shape) for input \(shape)")
        let result = tape.workspace.tensor(shape.dropLast() + [outputs])
        let packed = weight.packedTranspose()
        withExtendedLifetime((value, bias, packed, result)) {
            if let bias {
                kernels.add_row(rows, outputs, nil, bias.value.pointer, result.pointer)
            }
            kernels.sgemm_packed(
                rows, outputs, inputs, value.pointer, inputs, packed.layout.pointer, result.pointer, outputs,
                bias != nil)
        }
        let (x, w) = (value, weight.value)
        let (xNode, wNode, bNode) = (node, weight.node, bias?.node)
        return tape.record(result, from: [self, weight] + (bias.map { [$0] } ?? [])) { tape, dy in
            withExtendedLifetime((x, w, dy)) {
                tape.addGradient(of: xNode, shape: x.shape) { dx in
                    tape.multiply(rows, inputs, outputs, dy, (outputs, 1), w, (inputs, 1), addingTo: dx)
                }
                tape.addGradient(of: wNode, shape: w.shape) { dw in
                    tape.multiply(outputs, inputs, rows, dy, (1, outputs), x, (inputs, 1), addingTo: dw)
                }
                tape.addGradient(of: bNode, shape: [outputs]) { db in
                    kernels.column_sums(rows, outputs, dy.pointer, db)
                }
            }
        }
    }

    /// From the frozen weights when there are any, else packed now.
    func packedTranspose() -> PackedMatrix {
        if let parameter, let packed = tape.frozen?.packedTranspose(of: parameter) { return packed }
        return PackedMatrix(transposing: value)
    }
}

extension Tape {
    /// `c += a · b` for m × k and k × n matrices given by their (row, column) strides.
    func multiply(
        _ m: Int, _ n: Int, _ k: Int, _ a: Tensor, _ aStrides: (Int, Int), _ b: Tensor, _ bStrides: (Int, Int),
        addingTo c: UnsafeMutablePointer<Float>
    ) {
        workspace.withScratch(lk_sgemm_scratch(n, k)) { scratch in
            withExtendedLifetime((a, b)) {
                kernels.sgemm(
                    m, n, k, a.pointer, aStrides.0, aStrides.1, b.pointer, bStrides.0, bStrides.1, c, n, true, scratch)
            }
        }
    }
}
