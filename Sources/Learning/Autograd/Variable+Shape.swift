import CLearningKernels

extension Variable {
    /// The same elements under another shape of the same size.
    public func reshaped(_ newShape: [Int]) -> Variable {
        let shape = shape
        return tape.record(value.reshaped(newShape), from: self) { [node] tape, dy in
            tape.addGradient(of: node, shape: shape) { kernels.axpy(dy.count, 1, dy.pointer, $0) }
        }
    }

    /// A range along the first axis: steps of a sequence, or rows of a batch.
    public func slice(_ range: Range<Int>) -> Variable {
        let shape = shape
        let start = range.lowerBound * shape.dropFirst().reduce(1, *)
        return tape.record(value.slice(range), from: self) { [node] tape, dy in
            tape.addGradient(of: node, shape: shape) { kernels.axpy(dy.count, 1, dy.pointer, $0 + start) }
        }
    }

    /// Element `index` along the first axis, without that axis: `x.element(x.shape[0] - 1)` is the last step.
    public func element(_ index: Int) -> Variable {
        slice(index..<index + 1).reshaped(Array(shape.dropFirst()))
    }

    /// A range along the last axis.
    public func columns(_ range: Range<Int>) -> Variable {
        let (rows, width) = (value.rows, value.width)
        precondition(range.lowerBound >= 0 && range.upperBound <= width, "columns \(range) of shape \(shape)")
        let shape = shape
        let result = tape.workspace.tensor(shape.dropLast() + [range.count])
        withExtendedLifetime((value, result)) {
            for row in 0..<rows {
                let source = value.pointer + row * width + range.lowerBound
                (result.pointer + row * range.count).update(from: source, count: range.count)
            }
        }
        return tape.record(result, from: self) { [node] tape, dy in
            tape.addGradient(of: node, shape: shape) { dx in
                withExtendedLifetime(dy) {
                    for row in 0..<rows {
                        kernels.axpy(
                            range.count, 1, dy.pointer + row * range.count, dx + row * width + range.lowerBound)
                    }
                }
            }
        }
    }

    /// `count` copies along a new first axis: a state given to every step of a horizon.
    public func repeated(_ count: Int) -> Variable {
        let value = value
        let result = tape.workspace.tensor([count] + shape)
        withExtendedLifetime((value, result)) {
            for copy in 0..<count {
                (result.pointer + copy * value.count).update(from: value.pointer, count: value.count)
            }
        }
        return tape.record(result, from: self) { [node] tape, dy in
            tape.addGradient(of: node, shape: value.shape) { dx in
                withExtendedLifetime(dy) { kernels.column_sums(count, value.count, dy.pointer, dx) }
            }
        }
    }
}

extension Tape {
    /// Joins variables along the last axis; all other axes must agree.
    public func concatenated(_ parts: [Variable]) -> Variable {
        precondition(!parts.isEmpty, "nothing to concatenate")
        let rows = parts[0].value.rows
        let widths = parts.map(\.value.width)
        let total = widths.reduce(0, +)
        precondition(parts.allSatisfy { $0.shape.dropLast() == parts[0].shape.dropLast() }, "axes differ")
        let result = workspace.tensor(parts[0].shape.dropLast() + [total])
        withExtendedLifetime((parts, result)) {
            var start = 0
            for (part, width) in zip(parts, widths) {
                for row in 0..<rows {
                    let source = part.value.pointer + row * width
                    (result.pointer + row * total + start).update(from: source, count: width)
                }
                start += width
            }
        }
        let targets = parts.map { (node: $0.node, shape: $0.shape) }
        return record(result, from: parts) { tape, dy in
            var start = 0
            for (target, width) in zip(targets, widths) {
                tape.addGradient(of: target.node, shape: target.shape) { dx in
                    withExtendedLifetime(dy) {
                        for row in 0..<rows {
                            kernels.axpy(width, 1, dy.pointer + row * total + start, dx + row * width)
                        }
                    }
                }
                start += width
            }
        }
    }
}
