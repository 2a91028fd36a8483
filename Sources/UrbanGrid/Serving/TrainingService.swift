import Logging
import Operations
import ServiceLifecycle

/// Has the trainings that are due put into the queue.
struct TrainingService: Service {
    private static let pause: Duration = .seconds(30)

    let schedule: ScheduleTraining
    let logger: Logger

    func run() async throws {
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            do {
                let jobs = try await schedule()
                if !jobs.isEmpty { logger.info("Training is due", metadata: ["jobs": "\(jobs)"]) }
            } catch is CancellationError {
                return
            } catch {
                logger.error("Trainings could not be scheduled", metadata: ["error": "\(String(reflecting: error))"])
            }
        }
    }
}
