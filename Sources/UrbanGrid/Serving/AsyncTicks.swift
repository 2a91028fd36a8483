/// Ticks after each pause until the task is cancelled.
///
/// For services that look for work by the clock: an hour has ended, a job has become due, other processes on
/// the same database have written. Nothing in this process could wake them.
struct AsyncTicks: AsyncSequence, Sendable {
    private let pause: Duration

    init(every pause: Duration) {
        self.pause = pause
    }

    func makeAsyncIterator() -> Iterator { Iterator(pause: pause) }

    struct Iterator: AsyncIteratorProtocol {
        let pause: Duration

        func next() async -> Void? {
            do {
                // The pause between two looks; a cancel ends it at once.
                try await Task.sleep(for: pause)
                return ()
            } catch {
                return nil
            }
        }
    }

    /// Ticks, and whenever a wake-up comes; several before one looks are one.
    func orSooner(_ wakeUps: AsyncStream<Void>) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let ticking = Task {
                for await _ in self { continuation.yield() }
                continuation.finish()
            }
            let waking = Task {
                for await _ in wakeUps { continuation.yield() }
            }
            continuation.onTermination = { _ in
                ticking.cancel()
                waking.cancel()
            }
        }
    }
}
