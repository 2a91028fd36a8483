import Synchronization

/// How many bytes of bodies all requests together may hold at a time.
///
/// Each connection alone keeps to its limit; five hundred at once would still fill the memory.
final class BodyBudget: Sendable {
    private let free: Mutex<Int>

    init(bytes: Int) {
        free = Mutex(bytes)
    }

    /// Runs `body` with `bytes` of the budget, which are given back when it ends.
    /// - Throws: 503 when so many are not free, and what `body` throws.
    func reserving<Value>(_ bytes: Int, _ body: () async throws -> Value) async throws -> Value {
        let isReserved = free.withLock { free in
            guard free >= bytes else { return false }
            free -= bytes
            return true
        }
        guard isReserved else {
            throw Problem.unavailable("The server is busy with other readings; send these again.", retryAfter: 1)
        }
        defer { free.withLock { $0 += bytes } }
        return try await body()
    }
}
