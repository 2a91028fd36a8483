import GridModel
import Logging
import Operations
import Persistence
import ServiceLifecycle

/// Deletes tenants whose period of grace has passed: looked for at start and every ten minutes.
struct TenantErasureService: Service {
    private static let pause: Duration = .seconds(600)

    let erase: EraseTenant
    let logger: Logger

    func run() async throws {
        await look()
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() { await look() }
    }

    private func look() async {
        do {
            for record in try await erase.due(at: .wallClock) {
                let metadata: Logger.Metadata = ["tenant": "\(record.tenant.id)", "code": "\(record.tenant.code)"]
                logger.notice("A tenant's period of grace has passed; it is being deleted.", metadata: metadata)
                let rows = try await erase(record.tenant.id, now: .wallClock, by: .program("eraseTenant"))
                logger.notice(
                    "A tenant was deleted.",
                    metadata: metadata.merging(["rows": "\(rows.values.reduce(0, +))"]) { first, _ in first })
            }
        } catch is CancellationError {
            return
        } catch {
            // What is left is deleted the next time.
            logger.error("A tenant cannot be deleted.", metadata: ["cause": "\(String(reflecting: error))"])
        }
    }
}
