import CLearningKernels

extension Variable {
    /// Rows of a table `[entries, width]`: `[indices.count, width]`.
    public func rows(at indices: [Int]) -> Variable {
        let (table, width) = (value, value.width)
        precondition(table.shape.count == 2, "an embedding table has two axes, not \(shape)")
        precondition(indices.allSatisfy { $0 >= 0 && $0 < table.shape[0] }, "index outside table \(shape)")
        let result = tape.workspace.tensor([indices.count, width])
        withExtendedLifetime((table, result)) {
            for (row, index) in indices.enumerated() {
                (result.pointer + row * width).update(from: table.pointer + index * width, count: width)
            }
        }
        return tape.record(result, from: self) { [node] tape, dy in
            tape.addGradient(of: node, shape: table.shape) { dx in
                withExtendedLifetime(dy) {
                    for (row, index) in indices.enumerated() {
                        kernels.axpy(width, 1, dy.pointer + row * width, dx + index * width)
                    }
                }
            }
        }
    }
}
