import GridModel
import Logging
import Operations
import Persistence
import ServiceLifecycle

/// Writes down how API keys were used every few seconds, and a last time when the process ends; forgets what was
/// remembered of keys when they change.
///
/// It must end after the HTTP server, and so stands before it in the group of services.
struct APIKeyUseService: Service {
    private static let pause: Duration = .seconds(5)

    let authenticate: AuthenticateKey
    let ledger: APIKeyUseLedger
    let database: any Database
    let logger: Logger

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await authenticate.forgetOnChange() }
            for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() { await flush() }
            group.cancelAll()
        }
        await flush()
    }

    private func flush() async {
        do {
            try await ledger.flush(into: database, now: .wallClock)
        } catch is CancellationError {
            return
        } catch {
            logger.error(
                "The use of API keys could not be written; it is tried again.",
                metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}
