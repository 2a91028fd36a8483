/// The weights of a model: named tensors in one flat vector, in the order they were added.
///
/// A value: copying it is how one keeps the best weights seen. Layers are made with `add`, which hands out the
/// `ParameterID` by which they find their weights again. Names are PyTorch's (`lstm.weight_ih_l0`, `head.bias`).
public struct ParameterSet: Sendable {
    public private(set) var names: [String] = []
    private(set) var shapes: [[Int]] = []
    private(set) var offsets: [Int] = []
    /// All weights; each tensor starts at a multiple of 16, with zeros between.
    var flat = Tensor(zeros: [0])

    public init() {}

    /// How many weights there are.
    public var weightCount: Int { shapes.reduce(0) { $0 + Tensor.count(of: $1) } }

    public var ids: [ParameterID] { names.indices.map(ParameterID.init(index:)) }

    /// - Precondition: the name is new.
    public mutating func add(
        _ name: String, shape: [Int], _ initializer: Initializer, random: inout RandomSource
    ) -> ParameterID {
        precondition(!names.contains(name), "a parameter named \(name) exists already")
        let offset = flat.count
        let added = initializer.tensor(shape, random: &random)
        let padding = [Float](repeating: 0, count: (16 - added.count % 16) % 16)
        flat = Tensor(flat.values + added.values + padding, shape: [offset + added.count + padding.count])
        names.append(name)
        shapes.append(shape)
        offsets.append(offset)
        return ParameterID(index: names.count - 1)
    }

    public subscript(id: ParameterID) -> Tensor {
        get { view(of: flat, id) }
        set {
            precondition(newValue.shape == shapes[id.index], "\(names[id.index]) has shape \(shapes[id.index])")
            flat.withUnsafeMutableBufferPointer { weights in
                newValue.withUnsafeBufferPointer { new in
                    for (index, value) in new.enumerated() { weights[offsets[id.index] + index] = value }
                }
            }
        }
    }

    public subscript(name: String) -> Tensor? {
        names.firstIndex(of: name).map { self[ParameterID(index: $0)] }
    }

    public func name(of id: ParameterID) -> String { names[id.index] }

    /// The part of a flat vector (weights or gradients) that belongs to `id`; shares its memory.
    func view(of vector: Tensor, _ id: ParameterID) -> Tensor {
        Tensor(storage: vector.storage, offset: vector.offset + offsets[id.index], shape: shapes[id.index])
    }
}
