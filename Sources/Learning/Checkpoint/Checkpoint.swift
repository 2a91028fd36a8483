/// Weights and what is known of them, as kept in a safetensors file: PyTorch's names, text metadata.
///
///     let bytes = Checkpoint(weights, metadata: ["model": "lstm-1"]).encoded()
///     var weights = model.freshWeights
///     try weights.load(Checkpoint(decoding: bytes))
public struct Checkpoint: Sendable {
    public var tensors: [String: Tensor]
    public var metadata: [String: String]

    public init(tensors: [String: Tensor], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    public init(_ parameters: ParameterSet, metadata: [String: String] = [:]) {
        let pairs = parameters.ids.map { (parameters.name(of: $0), parameters[$0]) }
        self.init(tensors: Dictionary(uniqueKeysWithValues: pairs), metadata: metadata)
    }
}

extension ParameterSet {
    /// Takes all weights from a checkpoint; changes nothing when it throws.
    ///
    /// - Throws: `CheckpointError` when names or shapes are not exactly this model's.
    public mutating func load(_ checkpoint: Checkpoint) throws(CheckpointError) {
        var loaded = self
        for id in ids {
            let name = name(of: id)
            guard let tensor = checkpoint.tensors[name] else { throw .missingTensor(name) }
            guard tensor.shape == self[id].shape else {
                throw .wrongShape(name, expected: self[id].shape, found: tensor.shape)
            }
            loaded[id] = tensor
        }
        if let unknown = checkpoint.tensors.keys.filter({ !names.contains($0) }).min() {
            throw .unknownTensor(unknown)
        }
        self = loaded
    }
}
