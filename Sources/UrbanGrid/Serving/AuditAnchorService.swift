import GridModel
import Logging
import Operations
import Persistence
import ServiceLifecycle

/// Notes the heads of the audit logs that have grown, every five minutes: in the platform's log, and in the server's own, which is shipped to
/// where whoever can write to the database cannot change it.
struct AuditAnchorService: Service {
    private static let pause: Duration = .seconds(300)

    let anchor: AnchorAudit
    let logger: Logger

    func run() async throws {
        await note()
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() { await note() }
    }

    private func note() async {
        do {
            let heads = try await anchor()
            for (tenant, head) in heads.tenants.sorted(by: { $0.key < $1.key }) {
                logger.notice(
                    "Head of an audit log.", metadata: ["tenant": "\(tenant)", "head": .string(head.text)])
            }
            if let head = heads.platform {
                logger.notice("Head of the platform's audit log.", metadata: ["head": .string(head.text)])
            }
        } catch is CancellationError {
            return
        } catch {
            logger.error("Heads of audit logs cannot be noted.", metadata: ["cause": "\(String(reflecting: error))"])
        }
    }
}
