import GridModel
import Persistence
import Synchronization

/// Lets one write of each tenant through at a time, so that those that would only wait for the tenant's lock do not
/// hold connections which others need.
///
/// Between processes the lock in the database does it.
final class WriterTurns: Sendable {
    private struct Shared {
        /// Who waits, in the order they came, of every tenant that is being written.
        var waiting: [TenantID: [(number: Int, continuation: CheckedContinuation<Void, any Error>)]] = [:]
        var lastNumber = 0
    }

    private let shared = Mutex(Shared())
    private let patience: Duration

    /// - Parameter patience: how long a write waits before the database counts as busy.
    init(patience: Duration) {
        self.patience = patience
    }

    /// - Throws: `DatabaseError.busy`, `CancellationError`, or what `body` throws.
    func inTurn<Value>(of tenant: TenantID, _ body: () async throws -> Value) async throws -> Value {
        try await take(tenant)
        defer { pass(tenant) }
        return try await body()
    }

    private func take(_ tenant: TenantID) async throws {
        let number = shared.withLock { shared -> Int? in
            guard shared.waiting[tenant] != nil else {
                shared.waiting[tenant] = []
                return nil
            }
            shared.lastNumber += 1
            return shared.lastNumber
        }
        guard let number else { return }
        let timer = Task { [patience] in
            try await Task.sleep(for: patience)
            self.giveUp(number, of: tenant, DatabaseError(.busy, detail: "Other writes of the tenant take too long."))
        }
        defer { timer.cancel() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = shared.withLock { shared -> Result<Void, any Error>? in
                    // Cancelled before it could be found among those that wait.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    // The turn may have become free meanwhile.
                    guard shared.waiting[tenant] != nil else {
                        shared.waiting[tenant] = []
                        return .success(())
                    }
                    shared.waiting[tenant]?.append((number, continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            giveUp(number, of: tenant, CancellationError())
        }
    }

    private func pass(_ tenant: TenantID) {
        let next = shared.withLock { shared -> CheckedContinuation<Void, any Error>? in
            guard let waiting = shared.waiting[tenant], !waiting.isEmpty else {
                shared.waiting[tenant] = nil
                return nil
            }
            return shared.waiting[tenant]?.removeFirst().continuation
        }
        next?.resume()
    }

    private func giveUp(_ number: Int, of tenant: TenantID, _ error: any Error) {
        let waiter = shared.withLock { shared -> CheckedContinuation<Void, any Error>? in
            guard let index = shared.waiting[tenant]?.firstIndex(where: { $0.number == number }) else { return nil }
            return shared.waiting[tenant]?.remove(at: index).continuation
        }
        waiter?.resume(throwing: error)
    }
}
