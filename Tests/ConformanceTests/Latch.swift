import Foundation

/// Lets the bodies of transactions, which block threads, and tasks wait for one another.
///
/// `@unchecked Sendable`: the condition guards what changes.
final class Latch: @unchecked Sendable {
    private static let patienceSeconds = 60.0

    private let condition = NSCondition()
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() {
        condition.lock()
        isOpen = true
        let resumed = waiting
        waiting = []
        condition.broadcast()
        condition.unlock()
        for continuation in resumed { continuation.resume() }
    }

    /// For tasks.
    func opened() async {
        await withCheckedContinuation { continuation in
            condition.lock()
            if isOpen {
                condition.unlock()
                continuation.resume()
            } else {
                waiting.append(continuation)
                condition.unlock()
            }
        }
    }

    /// For bodies of transactions.
    /// - Throws: `LatchError` when it stays shut: a test that would hang fails instead.
    func block() throws {
        condition.lock()
        defer { condition.unlock() }
        let deadline = Date(timeIntervalSinceNow: Self.patienceSeconds)
        while !isOpen {
            guard condition.wait(until: deadline) else { throw LatchError() }
        }
    }
}

struct LatchError: Error {}
