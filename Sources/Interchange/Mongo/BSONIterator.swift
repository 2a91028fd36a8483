internal import CBson

/// libbson's cursor over a document. Its type wants more alignment than Swift gives a variable, so it has memory of
/// its own.
final class BSONIterator {
    private let memory = UnsafeMutableRawPointer.allocate(
        byteCount: MemoryLayout<bson_iter_t>.stride, alignment: max(128, MemoryLayout<bson_iter_t>.alignment))

    var pointer: OpaquePointer { OpaquePointer(memory) }

    init() {
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: MemoryLayout<bson_iter_t>.stride)
    }

    deinit { memory.deallocate() }

    var type: bson_type_t { bson_iter_type(pointer) }

    /// Where libbson ended because it could not read on; 0 at a sound end.
    var damagedAt: UInt32 { memory.assumingMemoryBound(to: bson_iter_t.self).pointee.err_off }

    func next() -> Bool { bson_iter_next(pointer) }
}
