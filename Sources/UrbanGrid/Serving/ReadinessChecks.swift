import Jobs
import Logging
import Persistence

/// What has to hold before the process can serve: each by itself, so that the answer says which fails.
struct ReadinessChecks: Sendable {
    let database: any Database
    let queue: QueueCheck
    let rollups: RollupHealth
    let compaction: CompactionHealth
    /// Nil without a broker.
    let mqtt: MQTTHealth?
    let logger: Logger

    func callAsFunction() async -> [String: Bool] {
        let migrator = Migrator()
        var checks = [
            "database": await holds("database") {
                try await database.readUnscoped { try TenantDirectory($0).all() }.isEmpty == false
            },
            "migrations": await holds("migrations") {
                try await migrator.version(of: database) == migrator.latestVersion
            },
            "rollups": rollups.isKeepingUp,
            "ingestLog": compaction.isKeepingUp,
            "queue": await holds("queue") { try await queue.isWorking() },
        ]
        checks["mqtt"] = mqtt?.isKeepingUp
        return checks
    }

    private func holds(_ name: String, _ check: () async throws -> Bool) async -> Bool {
        do {
            return try await check()
        } catch {
            logger.error(
                "A readiness check failed.", metadata: ["check": "\(name)", "cause": "\(String(reflecting: error))"])
            return false
        }
    }
}
