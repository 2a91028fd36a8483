import Foundation
import Synchronization

/// Hashes and checks passwords on threads of its own, a few at a time, so that a flood of sign-ins takes neither all
/// memory (128 MiB a hash) nor the threads that everything else runs on.
public final class PasswordHasher: Sendable {
    /// More passwords wait already than there may.
    public struct Busy: Error, CustomStringConvertible {
        public var description: String { "Too many passwords are being checked; try again in a few seconds." }
    }

    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var running = 0
        var waiting: [Waiter] = []
        var lastNumber = 0
    }

    private let cost: PasswordHash.Cost
    private let atOnce: Int
    private let mostWaiting: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "passwords", qos: .userInitiated, attributes: .concurrent)
    /// What a password is checked against when there is none, so that it takes as long.
    private let nobody: PasswordHash

    /// - Parameters:
    ///   - atOnce: hashes made at a time, each with the memory that `cost` asks for.
    ///   - mostWaiting: callers that may wait for their turn.
    public init(cost: PasswordHash.Cost = .standard, atOnce: Int = 2, mostWaiting: Int = 16) throws {
        self.cost = cost
        self.atOnce = atOnce
        self.mostWaiting = mostWaiting
        nobody = try PasswordHash(SecretToken().text, cost: cost)
    }

    /// - Throws: `Busy`, `CancellationError`
    public func hash(_ password: String) async throws -> String {
        try await inTurn { [cost] in try PasswordHash(password, cost: cost).description }
    }

    /// - Parameter stored: nil where there is no account or it has no password; that takes as long, and is false.
    /// - Returns: whether the password is the one that was stored.
    /// - Throws: `Busy`, `CancellationError`
    public func verify(_ password: String, against stored: String?) async throws -> Bool {
        let known = stored.flatMap { PasswordHash($0) }
        let hash = known ?? nobody
        return try await inTurn { try hash.matches(password) } && known != nil
    }

    /// Whether a stored hash was made with less work than is asked for today.
    public func needsRenewal(_ stored: String) -> Bool { PasswordHash(stored)?.cost != cost }

    private func inTurn<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await takeTurn()
        defer { passOn() }
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }

    /// Whoever is cancelled waits no longer.
    private func takeTurn() async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = state.withLock { state -> Result<Void, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.running < atOnce {
                        state.running += 1
                        return .success(())
                    }
                    guard state.waiting.count < mostWaiting else { return .failure(Busy()) }
                    state.waiting.append(Waiter(number: number, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
                return state.waiting.remove(at: index)
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private func passOn() {
        let next = state.withLock { state -> Waiter? in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.continuation.resume()
    }
}
