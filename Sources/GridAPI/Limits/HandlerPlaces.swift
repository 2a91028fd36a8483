import GridModel
import Identity
import Synchronization

/// Lets as many handlers run at a time as there are places, and shares these fairly among tenants (`FairSlots`).
final class HandlerPlaces: Sendable {
    private struct State {
        var slots: FairSlots
        var lastAsker = 0
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        /// Those that gave up before they began to wait.
        var withdrawn: [Int: any Error] = [:]
    }

    private let state: Mutex<State>
    private let wait: Duration

    /// - Parameter wait: how long a request waits for a place.
    init(_ limits: FairSlots.Limits, wait: Duration) {
        state = Mutex(State(slots: FairSlots(limits)))
        self.wait = wait
    }

    var counts: (held: Int, waiting: Int) { state.withLock { ($0.slots.held, $0.slots.waiting) } }

    /// Runs `body` when there is a place.
    /// - Parameter scope: whose place; those without a tenant share as one does.
    /// - Throws: 429 when too many of the tenant wait, 503 when too many wait or none comes free in time.
    func holding<Value>(for scope: TenantScope?, _ body: () async throws -> Value) async throws -> Value {
        let tenant = scope?.tenant.rawValue ?? 0
        try await take(for: tenant)
        defer { giveBack(of: tenant) }
        return try await body()
    }

    private func take(for tenant: Int64) async throws {
        let (asker, answer) = state.withLock { state in
            state.lastAsker += 1
            return (state.lastAsker, state.slots.ask(state.lastAsker, of: tenant))
        }
        switch answer {
        case .holds: return
        case .waits: try await comeThrough(asker, of: tenant)
        case .tenantIsFull: throw Problem.tooManyRequests("Too many requests at a time.", retryAfter: 1)
        case .isFull: throw Self.isBusy
        }
    }

    private func comeThrough(_ asker: Int, of tenant: Int64) async throws {
        // Ends a wait that takes too long.
        let deadline = Deadlines.shared.add(after: wait) { self.withdraw(asker, of: tenant, throwing: Self.isBusy) }
        defer { Deadlines.shared.remove(deadline) }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let outcome = state.withLock { state -> Result<Void, any Error>? in
                    if let error = state.withdrawn.removeValue(forKey: asker) { return .failure(error) }
                    // Between asking and here, a place may have come free.
                    guard state.slots.isWaiting(asker, of: tenant) else { return .success(()) }
                    state.waiting[asker] = continuation
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            withdraw(asker, of: tenant, throwing: CancellationError())
        }
    }

    private func giveBack(of tenant: Int64) {
        let next = state.withLock { state in
            state.slots.release(of: tenant).flatMap { state.waiting.removeValue(forKey: $0) }
        }
        next?.resume()
    }

    private func withdraw(_ asker: Int, of tenant: Int64, throwing error: any Error) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            // It has a place already.
            guard state.slots.withdraw(asker, of: tenant) else { return nil }
            if let continuation = state.waiting.removeValue(forKey: asker) { return continuation }
            state.withdrawn[asker] = error
            return nil
        }
        continuation?.resume(throwing: error)
    }

    private static let isBusy = Problem.unavailable("The server is busy; try again.", retryAfter: 1)
}

extension HandlerPlaces? {
    /// Without places, at once.
    func holding<Value>(for scope: TenantScope?, _ body: () async throws -> Value) async throws -> Value {
        guard let self else { return try await body() }
        return try await self.holding(for: scope, body)
    }
}
