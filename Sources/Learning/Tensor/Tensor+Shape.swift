extension Tensor {
    /// The product of all axes but the last: how many rows the last axis repeats over.
    public var rows: Int { shape.isEmpty ? 1 : shape.dropLast().reduce(1, *) }

    /// The last axis; 1 for a scalar.
    public var width: Int { shape.last ?? 1 }

    /// The same elements under another shape of the same size; shares memory.
    public func reshaped(_ newShape: [Int]) -> Tensor {
        precondition(Tensor.count(of: newShape) == count, "shape \(shape) cannot become \(newShape)")
        return Tensor(storage: storage, offset: offset, shape: newShape)
    }

    /// A range along the first axis; shares memory.
    public func slice(_ range: Range<Int>) -> Tensor {
        precondition(!shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= shape[0], "slice outside \(shape)")
        let inner = shape.dropFirst().reduce(1, *)
        return Tensor(
            storage: storage, offset: offset + range.lowerBound * inner, shape: [range.count] + shape.dropFirst())
    }

    /// Element `index` along the first axis, without that axis; shares memory.
    public func element(_ index: Int) -> Tensor {
        let slice = slice(index..<index + 1)
        return slice.reshaped(Array(shape.dropFirst()))
    }
}
