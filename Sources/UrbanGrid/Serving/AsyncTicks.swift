/// Ticks after each pause until the task is cancelled.
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
                try await Task.sleep(for: pause)
                return ()
            } catch {
                return nil
            }
        }
    }
}
