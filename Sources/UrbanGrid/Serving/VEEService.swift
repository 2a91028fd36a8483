import GridModel
import Logging
import Operations
import Persistence
import ServiceLifecycle

/// Validates what has come in, looks for series that fell silent, and has the gaps that are due estimated by a job.
struct VEEService: Service {
    private static let pause: Duration = .seconds(2)
    /// Between attempts when something failed.
    private static let retryAfter: Duration = .seconds(30)
    private static let estimateEvery: Duration = .seconds(300)
    private static let silenceEvery: Duration = .seconds(300)

    let validate: ValidateReadings
    let silence: FindSilentSeries
    let estimate: EstimateGaps
    let logger: Logger

    func run() async throws {
        var nextAt = ContinuousClock.now
        // Not at once: after a pause of the server, senders bring first what they kept.
        var silenceAt = ContinuousClock.now + Self.silenceEvery
        var estimateAt = ContinuousClock.now + Self.estimateEvery
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            guard ContinuousClock.now >= nextAt else { continue }
            do {
                if try await validate(progress: { _ in try Task.checkCancellation() }) > 0 { try await silence.close() }
                if ContinuousClock.now >= silenceAt {
                    silenceAt = .now + Self.silenceEvery
                    try await silence()
                }
                if ContinuousClock.now >= estimateAt {
                    estimateAt = .now + Self.estimateEvery
                    try await estimate.enqueue(at: .wallClock)
                }
            } catch is CancellationError {
                return
            } catch {
                // The marks stay, so a later tick tries again.
                logger.error("Readings could not be validated", metadata: ["error": "\(String(reflecting: error))"])
                nextAt = .now + Self.retryAfter
            }
        }
    }
}
