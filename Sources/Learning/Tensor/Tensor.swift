/// A row-major array of 32-bit floats with a shape; a value, copied on write.
///
/// The empty shape is a scalar. Sequences are time-major: `[steps, batch, features]`.
/// Slices along the first axis and reshapes share memory with the original.
public struct Tensor: Sendable {
    public let shape: [Int]
    public let count: Int
    var storage: TensorStorage
    var offset: Int

    /// A tensor over uninitialised memory.
    init(uninitialized shape: [Int]) {
        let count = Tensor.count(of: shape)
        self.init(storage: TensorStorage(count: count), offset: 0, shape: shape)
    }

    init(storage: TensorStorage, offset: Int, shape: [Int]) {
        self.shape = shape
        self.count = Tensor.count(of: shape)
        self.storage = storage
        self.offset = offset
        precondition(offset >= 0 && offset + count <= storage.count, "tensor reaches beyond its storage")
    }

    public init(repeating value: Float, shape: [Int]) {
        self.init(uninitialized: shape)
        pointer.update(repeating: value, count: count)
    }

    public init(zeros shape: [Int]) {
        self.init(repeating: 0, shape: shape)
    }

    /// - Precondition: `values.count` is the product of `shape`.
    public init(_ values: [Float], shape: [Int]) {
        self.init(uninitialized: shape)
        precondition(values.count == count, "\(values.count) values do not fill shape \(shape)")
        values.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { pointer.update(from: base, count: count) }
        }
    }

    public init(scalar value: Float) {
        self.init(repeating: value, shape: [])
    }

    /// Valid only while the tensor is alive: use inside `withExtendedLifetime`.
    var pointer: UnsafeMutablePointer<Float> { storage.pointer + offset }

    static func count(of shape: [Int]) -> Int {
        precondition(shape.allSatisfy { $0 >= 0 }, "negative extent in shape \(shape)")
        return shape.reduce(1, *)
    }
}
