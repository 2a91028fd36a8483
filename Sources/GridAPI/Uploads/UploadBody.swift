import Hummingbird
import NIOCore
import Synchronization

/// A file as it comes in: in pieces, and not too slowly.
struct UploadBody: Sendable {
    /// Pieces are gathered to about this size before they are handed on.
    private static let pieceBytes = 256 << 10

    private let body: RequestBody
    private let limits: GridAPILimits

    init(_ body: RequestBody, limits: GridAPILimits) {
        self.body = body
        self.limits = limits
    }

    /// - Throws: 408 when the client stalls, and what `take` throws.
    func forEachPiece(_ take: @escaping @Sendable ([UInt8]) async throws -> Void) async throws {
        let pace = PaceWatch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var piece: [UInt8] = []
                for try await buffer in body {
                    pace.add(buffer.readableBytes)
                    piece.append(contentsOf: buffer.readableBytesView)
                    guard piece.count >= Self.pieceBytes else { continue }
                    try await pace.whileWriting { try await take(piece) }
                    piece.removeAll(keepingCapacity: true)
                }
                if !piece.isEmpty { try await take(piece) }
            }
            group.addTask {
                while true {
                    // The time in which so much must have come; cancelled when the file has ended.
                    try await Task.sleep(for: limits.bodyTimeout)
                    guard pace.isKept(bytes: limits.uploadRateBytes) else {
                        throw Problem(.requestTimeout, "The file came too slowly or stopped.")
                    }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// How fast a file comes in.
private final class PaceWatch: Sendable {
    private struct State {
        var arrived = 0
        /// The file is being written: the client is not to blame for what that takes.
        var isWriting = false
    }

    private let state = Mutex(State())

    func add(_ bytes: Int) { state.withLock { $0.arrived += bytes } }

    func whileWriting(_ work: () async throws -> Void) async throws {
        state.withLock { $0.isWriting = true }
        defer { state.withLock { $0.isWriting = false } }
        try await work()
    }

    /// Whether so much has arrived since the last time this was asked, or we are in the way ourselves.
    func isKept(bytes: Int) -> Bool {
        state.withLock { state in
            defer { state.arrived = 0 }
            return state.arrived >= bytes || state.isWriting
        }
    }
}
