import Synchronization

/// Knows since when a write has been waiting for the client.
final class StallWatch: Sendable {
    private let since = Mutex<ContinuousClock.Instant?>(nil)

    func watching(_ write: () async throws -> Void) async throws {
        since.withLock { $0 = .now }
        defer { since.withLock { $0 = nil } }
        try await write()
    }

    func isStalled(longerThan limit: Duration) -> Bool {
        since.withLock { $0 }.map { $0.duration(to: .now) > limit } ?? false
    }
}
