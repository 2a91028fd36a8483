import Logging
import Operations
import ServiceLifecycle

/// Forgets what was remembered of anybody's access as soon as any process changes it, and takes up the keys that tokens
/// are signed with.
struct AccountWatchService: Service {
    /// A notification may be missed; keys are made and retired by the clock.
    private static let pause: Duration = .seconds(60)

    let authenticate: Authenticate
    let tokens: AccessTokens
    let changes: AsyncStream<Void>
    let logger: Logger

    func run() async throws {
        for await _ in AsyncTicks(every: Self.pause).orSooner(changes).cancelOnGracefulShutdown() {
            authenticate.forget()
            do {
                try await tokens.refresh()
            } catch is CancellationError {
                return
            } catch {
                logger.error("The signing keys cannot be read", metadata: ["error": "\(error)"])
            }
        }
    }
}
