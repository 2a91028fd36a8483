import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file while it is being sent. What is not finished is gone with the object; after a killed process the lock
/// that the file held is free, and the next sweep takes it away.
///
/// Writes run on a queue of their own: a slow disk must not hold the threads that answer requests.
package final class UploadFile: Sendable {
    /// How often the room on the disk is looked at.
    private static let roomCheckBytes = 8 << 20

    private struct State {
        let descriptor: Int32
        var count = 0
        var nextRoomCheck = 0
        var isFinished = false
    }

    package let id: UploadID
    let path: String
    private let limit: Int
    /// - Throws: when there is no room for so many bytes more.
    private let checkRoom: @Sendable (Int) throws -> Void
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "urbangrid.upload")

    init(id: UploadID, path: String, limit: Int, checkRoom: @escaping @Sendable (Int) throws -> Void) throws {
        self.id = id
        self.path = path
        self.limit = limit
        self.checkRoom = checkRoom
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw UploadSpool.failure("open") }
        state = Mutex(State(descriptor: descriptor))
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw UploadSpool.failure("lock") }
    }

    deinit {
        let (descriptor, isFinished) = state.withLock { ($0.descriptor, $0.isFinished) }
        if !isFinished { unlink(path) }
        close(descriptor)
    }

    /// Appends bytes; they are not yet durable.
    /// - Throws: `UploadError`
    package func write(_ bytes: [UInt8]) async throws {
        try await onQueue { try self.state.withLock { try self.append(bytes, to: &$0) } }
    }

    /// Makes what was written durable under its final name. The lock is kept until the object goes.
    /// - Returns: how many bytes there are.
    func finish(as final: String) async throws -> Int {
        try await onQueue {
            try self.state.withLock { state in
                guard state.count > 0 else { throw UploadError.empty }
                guard fsync(state.descriptor) == 0 else { throw UploadSpool.failure("fsync") }
                guard rename(self.path, final) == 0 else { throw UploadSpool.failure("rename") }
                state.isFinished = true
                return state.count
            }
        }
    }

    private func append(_ bytes: [UInt8], to state: inout State) throws {
        guard state.count + bytes.count <= limit else { throw UploadError.tooLarge(limit: limit) }
        if state.count >= state.nextRoomCheck {
            try checkRoom(0)
            state.nextRoomCheck += Self.roomCheckBytes
        }
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Self.write(
                    state.descriptor, UnsafeRawBufferPointer(rebasing: rest))
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw UploadSpool.failure("write") }
                rest = rest.dropFirst(written)
            }
        }
        state.count += bytes.count
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
