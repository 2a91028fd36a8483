/// Weights that no longer change, with their matrices packed once: shared by any number of threads.
///
///     let frozen = FrozenParameters(trained.parameters)     // once
///     let y = model.forward(on: Tape(frozen: frozen), x)     // per request, on any thread
public struct FrozenParameters: Sendable {
    public let parameters: ParameterSet
    private let packed: [PackedMatrix?]

    public init(_ parameters: ParameterSet) {
        self.parameters = parameters
        packed = parameters.ids.map { id in
            let weight = parameters[id]
            return weight.shape.count == 2 ? PackedMatrix(transposing: weight) : nil
        }
    }

    func packedTranspose(of id: ParameterID) -> PackedMatrix? { packed[id.index] }
}
