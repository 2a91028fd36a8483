extension Tensor {
    /// All elements in row-major order.
    public var values: [Float] {
        withUnsafeBufferPointer { Array($0) }
    }

    /// The only element of a tensor that has one.
    public var scalar: Float {
        precondition(count == 1, "a tensor of shape \(shape) is not a scalar")
        return withUnsafeBufferPointer { $0[0] }
    }

    /// One index per axis.
    public subscript(indices: Int...) -> Float {
        get {
            let position = position(of: indices)
            return withUnsafeBufferPointer { $0[position] }
        }
        set {
            let position = position(of: indices)
            withUnsafeMutableBufferPointer { $0[position] = newValue }
        }
    }

    /// The elements, for reading; the pointer is valid only inside `body`.
    public func withUnsafeBufferPointer<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
        try withExtendedLifetime(storage) {
            try body(UnsafeBufferPointer(start: pointer, count: count))
        }
    }

    /// The elements, for writing; copies them first when another tensor shares them.
    public mutating func withUnsafeMutableBufferPointer<R>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
    ) rethrows -> R {
        if !isKnownUniquelyReferenced(&storage) { self = copy() }
        return try withExtendedLifetime(storage) {
            try body(UnsafeMutableBufferPointer(start: pointer, count: count))
        }
    }

    func copy() -> Tensor {
        let copy = Tensor(uninitialized: shape)
        withExtendedLifetime((self, copy)) { copy.pointer.update(from: pointer, count: count) }
        return copy
    }

    private func position(of indices: [Int]) -> Int {
        precondition(indices.count == shape.count, "\(indices.count) indices for shape \(shape)")
        var position = 0
        for (index, extent) in zip(indices, shape) {
            precondition(index >= 0 && index < extent, "index \(indices) outside shape \(shape)")
            position = position * extent + index
        }
        return position
    }
}
