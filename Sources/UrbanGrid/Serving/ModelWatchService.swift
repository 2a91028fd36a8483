import Logging
import ServiceLifecycle

/// Says once when a model in service cannot be read, and once when it can again: its work goes on without it,
/// the forecasts by a labelled baseline, and nobody would know why.
struct ModelWatchService: Service {
    private static let pause: Duration = .seconds(5)

    let models: CityModels
    let logger: Logger

    func run() async throws {
        var known: [String: String] = [:]
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            let obstacles = models.obstacles
            for (kind, cause) in obstacles where known[kind] != cause {
                logger.error("The model in service cannot be read", metadata: ["kind": "\(kind)", "error": "\(cause)"])
            }
            for kind in known.keys where obstacles[kind] == nil {
                logger.notice("The model in service can be read again", metadata: ["kind": "\(kind)"])
            }
            known = obstacles
        }
    }
}
