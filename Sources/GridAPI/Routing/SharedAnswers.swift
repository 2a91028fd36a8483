import GridModel
import Hummingbird
import Synchronization

/// Lets requests for the same thing at the same time share one answer: many open pages ask for the same at each change.
///
/// A request never joins an answer that is being made, only one that has yet to begin. So what it gets was read after
/// it came, whichever process wrote, and there is nothing to be told stale. Of one thing, one answer is made at a time.
final class SharedAnswers: Sendable {
    /// What is asked for: of one tenant, whose answer no other can get.
    struct Key: Hashable, Sendable {
        let scope: TenantScope
        /// Path and query.
        let uri: String
    }

    private struct Turn {
        let number: Int
        let answer: Task<Response, any Error>
        var hasBegun = false
    }

    private struct Shared {
        /// The last turn of each thing that is being asked for.
        var turns: [Key: Turn] = [:]
        var lastNumber = 0
    }

    private let shared = Mutex(Shared())

    /// - Parameters:
    ///   - key: what is asked for: equal keys have equal answers at any moment.
    ///   - make: ends on its own, in bounded time; its answer can be written many times.
    func answer(_ key: Key, _ make: @escaping @Sendable () async throws -> Response) async throws -> Response {
        try await turn(key, make).value
    }

    /// The answer that begins next.
    func turn(
        _ key: Key, _ make: @escaping @Sendable () async throws -> Response
    ) -> Task<Response, any Error> {
        shared.withLock { shared in
            let last = shared.turns[key]
            if let last, !last.hasBegun { return last.answer }
            shared.lastNumber += 1
            let number = shared.lastNumber
            let answer = Task {
                _ = await last?.answer.result
                begin(key, number)
                defer { end(key, number) }
                return try await make()
            }
            shared.turns[key] = Turn(number: number, answer: answer)
            return answer
        }
    }

    private func begin(_ key: Key, _ number: Int) {
        shared.withLock { shared in
            if shared.turns[key]?.number == number { shared.turns[key]?.hasBegun = true }
        }
    }

    private func end(_ key: Key, _ number: Int) {
        shared.withLock { shared in
            if shared.turns[key]?.number == number { shared.turns[key] = nil }
        }
    }
}
