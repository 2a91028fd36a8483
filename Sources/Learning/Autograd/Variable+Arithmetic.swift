import CLearningKernels

extension Variable {
    /// Element by element; the right side may also be one row, added to every row of the left.
    public static func + (left: Variable, right: Variable) -> Variable {
        if left.shape != right.shape { return left.addingRow(right) }
        return left.combined(with: right, kernels.add) { [a = left.node, b = right.node] tape, dy in
            tape.addGradient(of: a, shape: dy.shape) { kernels.axpy(dy.count, 1, dy.pointer, $0) }
            tape.addGradient(of: b, shape: dy.shape) { kernels.axpy(dy.count, 1, dy.pointer, $0) }
        }
    }

    /// Element by element, equal shapes.
    public static func - (left: Variable, right: Variable) -> Variable {
        left.combined(with: right, kernels.subtract) { [a = left.node, b = right.node] tape, dy in
            tape.addGradient(of: a, shape: dy.shape) { kernels.axpy(dy.count, 1, dy.pointer, $0) }
            tape.addGradient(of: b, shape: dy.shape) { kernels.axpy(dy.count, -1, dy.pointer, $0) }
        }
    }

    /// Element by element, equal shapes.
    public static func * (left: Variable, right: Variable) -> Variable {
        let (a, b) = (left.value, right.value)
        return left.combined(with: right, kernels.multiply) { [aNode = left.node, bNode = right.node] tape, dy in
            withExtendedLifetime((a, b)) {
                tape.addGradient(of: aNode, shape: dy.shape) {
                    kernels.multiply_add(dy.count, dy.pointer, b.pointer, $0)
                }
                tape.addGradient(of: bNode, shape: dy.shape) {
                    kernels.multiply_add(dy.count, dy.pointer, a.pointer, $0)
                }
            }
        }
    }

    public static func * (left: Float, right: Variable) -> Variable { right.scaled(by: left) }

    public func scaled(by factor: Float) -> Variable {
        let result = tape.workspace.tensor(shape)
        withExtendedLifetime((value, result)) {
            kernels.scale(value.count, factor, value.pointer, result.pointer)
        }
        return tape.record(result, from: self) { [node] tape, dy in
            tape.addGradient(of: node, shape: dy.shape) { kernels.axpy(dy.count, factor, dy.pointer, $0) }
        }
    }

    private func combined(
        with other: Variable,
        _ kernel: (Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void,
        backward: @escaping Tape.Backward
    ) -> Variable {
        precondition(shape == other.shape, "shapes \(shape) and \(other.shape) differ")
        let result = tape.workspace.tensor(shape)
        withExtendedLifetime((value, other.value, result)) {
            kernel(value.count, value.pointer, other.value.pointer, result.pointer)
        }
        return tape.record(result, from: self, other, backward: backward)
    }

    private func addingRow(_ row: Variable) -> Variable {
        let (rows, width) = (value.rows, value.width)
        precondition(row.shape == [width], "shape \(row.shape) is not a row of \(shape)")
        let result = tape.workspace.tensor(shape)
        withExtendedLifetime((value, row.value, result)) {
            kernels.add_row(rows, width, value.pointer, row.value.pointer, result.pointer)
        }
        return tape.record(result, from: self, row) { [node, rowNode = row.node] tape, dy in
            tape.addGradient(of: node, shape: dy.shape) { kernels.axpy(dy.count, 1, dy.pointer, $0) }
            tape.addGradient(of: rowNode, shape: [width]) { kernels.column_sums(rows, width, dy.pointer, $0) }
        }
    }
}
