import Logging
import Observability
import Operations
import Persistence
import ServiceLifecycle

/// Writes refused requests into the audit logs every few seconds, and a last time when the process ends.
///
/// It must end after the HTTP server, and so stands before it in the group of services.
struct RefusalAuditService: Service {
    private static let pause: Duration = .seconds(2)

    let ledger: RefusalLedger
    let database: any Database
    let logger: Logger

    func run() async throws {
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() { await flush() }
        await flush()
    }

    private func flush() async {
        do {
            try await ledger.flush(into: database)
        } catch is CancellationError {
            return
        } catch {
            logger.error(
                "Refused requests could not be written into the audit log; it is tried again.",
                metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}

extension RefusalLedger {
    func families() -> [MetricFamily] {
        [
            MetricFamily(
                name: "urbangrid_access_refusals_repeated", kind: .counter,
                help: "Requests refused for want of a permission that the audit log told of within the minute already.",
                samples: [.init(value: .number(Double(repeatedCount)))]),
            MetricFamily(
                name: "urbangrid_access_refusals_lost", kind: .counter,
                help: "Requests refused for want of a permission that no audit log tells of: too many came at once.",
                samples: [.init(value: .number(Double(lostCount)))]),
        ]
    }
}
