import Logging
import Operations
import ServiceLifecycle

/// Takes away uploads that expired, what a killed process left half sent, and the answers that no repeat is given any
/// more: at start, and every ten minutes.
struct UploadSweepService: Service {
    private static let pause: Duration = .seconds(600)

    let spool: UploadSpool
    let answers: KeepAnswers
    let logger: Logger

    func run() async throws {
        await sweep()
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() { await sweep() }
    }

    private func sweep() async {
        spool.sweep(expiredAt: .wallClock)
        do {
            try await answers.sweep()
        } catch is CancellationError {
            return
        } catch {
            logger.error(
                "Old idempotency keys cannot be deleted", metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}
