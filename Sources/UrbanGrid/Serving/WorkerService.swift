import Jobs
import Logging
import ServiceLifecycle

/// Runs due jobs until shutdown; then the one at hand may end, within limits.
struct WorkerService: Service {
    /// Jobs also become due by the clock, and a notification may be missed.
    private static let pause: Duration = .seconds(1)

    let worker: JobWorker
    /// That a job was put into the queue.
    let enqueued: AsyncStream<Void>
    let logger: Logger

    func run() async throws {
        await withGracefulShutdownHandler {
            // What waited while nothing ran does not wait for the first tick.
            await runDue()
            for await _ in AsyncTicks(every: Self.pause).orSooner(enqueued).cancelOnGracefulShutdown() {
                await runDue()
            }
        } onGracefulShutdown: {
            worker.drain()
        }
    }

    private func runDue() async {
        do {
            while try await worker.runNext() {}
        } catch is CancellationError {
            return
        } catch {
            logger.error("The job queue failed", metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}
