import GridModel
import Logging
import Operations
import ServiceLifecycle

/// Once a day of the city's, has the trainings that are due put into the queue.
struct TrainingService: Service {
    private static let pause: Duration = .seconds(10)

    let schedule: ScheduleTraining
    let calendar: CityCalendar
    let clock: CityClock
    let logger: Logger

    func run() async throws {
        var scheduled: CivilDate?
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            let today = calendar.localDate(of: clock.now)
            guard scheduled != today else { continue }
            do {
                let jobs = try await schedule()
                scheduled = today
                if !jobs.isEmpty { logger.info("Training is due", metadata: ["jobs": "\(jobs)"]) }
            } catch is CancellationError {
                return
            } catch {
                logger.error("Trainings could not be scheduled", metadata: ["error": "\(String(reflecting: error))"])
            }
        }
    }
}
