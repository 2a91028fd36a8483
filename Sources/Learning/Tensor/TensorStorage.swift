/// Memory of a tensor: aligned to cache lines, not initialised.
///
/// `@unchecked Sendable`: like an array's buffer. It is written only while one owner can see it (by `Tensor`'s copy
/// on write, or by the one tape that borrowed it from its workspace) and shared only for reading.
final class TensorStorage: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Float>
    let count: Int

    init(count: Int) {
        let bytes = max(count, 1) * MemoryLayout<Float>.stride
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        self.pointer = raw.bindMemory(to: Float.self, capacity: max(count, 1))
        self.count = count
    }

    deinit {
        UnsafeMutableRawPointer(pointer).deallocate()
    }
}
