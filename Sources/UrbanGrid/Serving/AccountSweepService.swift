import Logging
import Operations
import ServiceLifecycle

/// Deletes what accounts leave behind, every hour.
struct AccountSweepService: Service {
    private static let pause: Duration = .seconds(3600)

    let sweep: SweepAccounts
    let logger: Logger

    func run() async throws {
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            do {
                try await sweep()
            } catch is CancellationError {
                return
            } catch {
                logger.error("What accounts leave behind cannot be deleted", metadata: ["error": "\(error)"])
            }
        }
    }
}
