import Logging
import ServiceLifecycle

/// Looks at how things stand every few seconds, so that asking for the metrics costs no query.
struct GaugeService: Service {
    private static let pause: Duration = .seconds(5)

    let gauges: CityGauges
    let logger: Logger

    func run() async throws {
        await look()
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() { await look() }
    }

    private func look() async {
        do {
            try await gauges.look()
        } catch is CancellationError {
            return
        } catch {
            logger.error("The gauges could not be read", metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}
