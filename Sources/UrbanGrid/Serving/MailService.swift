import Logging
import Operations
import ServiceLifecycle

/// Sends the mail that waits, every two seconds.
struct MailService: Service {
    private static let pause: Duration = .seconds(2)

    let deliver: DeliverMail
    let logger: Logger

    func run() async throws {
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            do {
                try await deliver { mail, error in
                    logger.error("A mail cannot be sent", metadata: ["mail": "\(mail)", "error": "\(error)"])
                }
            } catch is CancellationError {
                return
            } catch {
                logger.error("The outbox cannot be read", metadata: ["error": "\(error)"])
            }
        }
    }
}
