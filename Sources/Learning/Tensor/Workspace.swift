/// Memory that one tape uses again and again: results of operations, gradients, scratch.
///
/// A training step allocates the same blocks every time; taking them from the system each time would cost page
/// faults. Blocks still referenced from outside at `reset` are left to their owners.
final class Workspace {
    private var free: [Int: [TensorStorage]] = [:]
    private var lent: [TensorStorage] = []
    private var scratch = TensorStorage(count: 0)

    func tensor(_ shape: [Int], zeroed: Bool = false) -> Tensor {
        let count = Tensor.count(of: shape)
        let storage = free[count]?.popLast() ?? TensorStorage(count: count)
        lent.append(storage)
        if zeroed { storage.pointer.update(repeating: 0, count: count) }
        return Tensor(storage: storage, offset: 0, shape: shape)
    }

    /// Takes back every block that nothing else holds any more.
    func reset() {
        for index in lent.indices where isKnownUniquelyReferenced(&lent[index]) {
            free[lent[index].count, default: []].append(lent[index])
        }
        lent.removeAll(keepingCapacity: true)
    }

    /// Room for `count` floats, good until the next call.
    func withScratch<R>(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> R) -> R {
        if scratch.count < count { scratch = TensorStorage(count: count) }
        return withExtendedLifetime(scratch) { body(scratch.pointer) }
    }
}
