/// Records operations as they are computed, and runs them backwards for gradients (reverse-mode differentiation).
///
/// One model's `forward` serves both uses: on `Tape(parameters:)` it is recorded for training, on
/// `Tape(frozen:)` nothing is recorded and weights come packed for speed. A tape belongs to one thread at a time.
///
///     let tape = Tape(parameters: weights)
///     let loss = model.forward(tape.constant(x)).squaredError(to: y)
///     tape.backward(from: loss.sum)
///     let gradient = tape.gradient(of: model.head.weight)
public final class Tape {
    /// Runs one operation backwards: from its output's gradient to its inputs'.
    typealias Backward = (_ tape: Tape, _ gradient: Tensor) -> Void

    public private(set) var parameters: ParameterSet
    /// Whether operations are kept for `backward`.
    public let isRecording: Bool
    /// Whether dropout drops.
    public let isTraining: Bool
    let frozen: FrozenParameters?
    let workspace = Workspace()

    private var operations: [Backward?] = []
    private var gradients: [Tensor?] = []
    /// Nodes, not variables: a variable holds its tape, and a tape that held it would never go.
    private var parameterNodes: [Int: Int] = [:]
    private var parameterGradients: Tensor?
    private var randomStream = SplitMix64(seed: 0)

    /// A recording tape. `seed` decides what dropout drops, when `training`.
    public init(parameters: ParameterSet, training: Bool = true, seed: UInt64 = 0) {
        self.parameters = parameters
        self.isRecording = true
        self.isTraining = training
        self.frozen = nil
        self.randomStream = SplitMix64(seed: seed)
    }

    /// A tape for inference: nothing is recorded, nothing is dropped.
    public init(frozen: FrozenParameters) {
        self.parameters = frozen.parameters
        self.isRecording = false
        self.isTraining = false
        self.frozen = frozen
    }

    /// For a trainer's shards: a tape used step after step, adding to a gradient vector of its caller's.
    init(recording: Bool) {
        self.parameters = ParameterSet()
        self.isRecording = recording
        self.isTraining = recording
        self.frozen = nil
    }

    /// Forgets everything but its memory, and takes new weights.
    func restart(parameters: ParameterSet, gradients: Tensor?, seed: UInt64) {
        clear()
        self.parameters = parameters
        self.parameterGradients = gradients
        self.randomStream = SplitMix64(seed: seed)
    }

    /// Lets go of everything recorded, so that its memory can be used again.
    func clear() {
        parameters = ParameterSet()
        operations.removeAll(keepingCapacity: true)
        gradients.removeAll(keepingCapacity: true)
        parameterNodes.removeAll(keepingCapacity: true)
        parameterGradients = nil
        workspace.reset()
    }

    func nextSeed() -> UInt64 { randomStream.next() }
}

// MARK: Values

extension Tape {
    /// Data: no gradient is computed for it.
    public func constant(_ value: Tensor) -> Variable {
        Variable(value: value, tape: self, node: nil, parameter: nil)
    }

    /// An input whose gradient is wanted.
    public func input(_ value: Tensor) -> Variable {
        Variable(value: value, tape: self, node: isRecording ? newNode(nil) : nil, parameter: nil)
    }

    public func parameter(_ id: ParameterID) -> Variable {
        Variable(
            value: parameters[id], tape: self, node: isRecording ? parameterNode(id) : nil, parameter: id)
    }

    private func parameterNode(_ id: ParameterID) -> Int {
        if let known = parameterNodes[id.index] { return known }
        let node = newNode(nil)
        if let flat = parameterGradients { gradients[node] = parameters.view(of: flat, id) }
        parameterNodes[id.index] = node
        return node
    }

    /// The result of an operation on `inputs`. `backward` adds to their gradients and must not capture variables,
    /// which would keep the tape alive.
    func record(_ value: Tensor, from inputs: Variable..., backward: @escaping Backward) -> Variable {
        record(value, from: inputs, backward: backward)
    }

    func record(_ value: Tensor, from inputs: [Variable], backward: @escaping Backward) -> Variable {
        let wanted = isRecording && inputs.contains { $0.node != nil }
        return Variable(value: value, tape: self, node: wanted ? newNode(backward) : nil, parameter: nil)
    }

    private func newNode(_ backward: Backward?) -> Int {
        operations.append(backward)
        gradients.append(nil)
        return operations.count - 1
    }
}

// MARK: Gradients

extension Tape {
    /// Computes the gradient of a scalar with respect to everything it was computed from. Once per recording:
    /// operations may overwrite what they kept.
    public func backward(from scalar: Variable) {
        precondition(scalar.value.count == 1, "backward starts from a scalar, not from shape \(scalar.shape)")
        guard let last = scalar.node else { return }
        gradients[last] = Tensor(repeating: 1, shape: scalar.shape)
        for node in stride(from: last, through: 0, by: -1) {
            guard let gradient = gradients[node], let operation = operations[node] else { continue }
            operation(self, gradient)
            operations[node] = nil
        }
    }

    /// Nil where the scalar did not depend on it.
    public func gradient(of variable: Variable) -> Tensor? {
        variable.node.flatMap { gradients[$0] }
    }

    public func gradient(of id: ParameterID) -> Tensor? {
        parameterNodes[id.index].flatMap { gradients[$0] }
    }

    /// Lets `body` add to the gradient of `node`, zero before its first use; does nothing for constants.
    func addGradient(of node: Int?, shape: [Int], _ body: (UnsafeMutablePointer<Float>) -> Void) {
        guard let node else { return }
        let gradient = gradients[node] ?? workspace.tensor(shape, zeroed: true)
        gradients[node] = gradient
        withExtendedLifetime(gradient) { body(gradient.pointer) }
    }
}
