import Logging
import Operations
import ServiceLifecycle

/// Drives the demo's replay.
struct ReplayService: Service {
    private static let pause: Duration = .milliseconds(250)

    let feed: ReplayFeed
    let metrics: CityMetrics
    let logger: Logger

    func run() async throws {
        var feed = feed
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            do {
                _ = try await feed.advance { metrics.ingested($0) }
            } catch is CancellationError {
                return
            } catch {
                logger.error("Replay failed; it tries again", metadata: ["error": "\(String(reflecting: error))"])
            }
            if feed.isAtEnd {
                logger.notice("The replay has reached the end of its year")
                break
            }
        }
        // Ending a service would end the server.
        try await gracefulShutdown()
    }
}
