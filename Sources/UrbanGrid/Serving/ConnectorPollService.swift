import Logging
import ServiceLifecycle

/// Looks every few seconds whether a connector is due, and polls it. Of several processes on one database one polls.
struct ConnectorPollService: Service {
    private static let pause: Duration = .seconds(5)

    let connectors: CityConnectors

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in AsyncTicks(every: Self.pause) {
                do {
                    try await connectors.pollDue()
                } catch is CancellationError {
                    return
                } catch {
                    connectors.logger.error(
                        "Connectors could not be looked after", metadata: ["error": "\(String(reflecting: error))"])
                }
            }
        }
    }
}
