import Logging
import Operations
import ServiceLifecycle

/// Has tonight's retention run put into the queue, and the doors of this process know what runs have closed.
struct RetentionScheduleService: Service {
    private static let pause: Duration = .seconds(300)

    let schedule: ScheduleRetention
    /// Has the doors learn what was closed.
    let refreshDoors: @Sendable () async throws -> Void
    let logger: Logger

    func run() async throws {
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            do {
                try await refreshDoors()
                if let job = try await schedule() { logger.info("A retention run is due", metadata: ["job": "\(job)"]) }
            } catch is CancellationError {
                return
            } catch {
                logger.error(
                    "The retention run could not be scheduled", metadata: ["error": "\(String(reflecting: error))"])
            }
        }
    }
}
