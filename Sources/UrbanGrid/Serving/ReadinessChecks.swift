import Logging
import Persistence

/// What has to hold before the process can serve: each by itself, so that the answer says which fails.
///
/// A tenant's check fails for the process; which tenant's it is, the log says and the metrics show.
struct ReadinessChecks: Sendable {
    let database: any Database
    let fleet: TenantFleet
    let logger: Logger

    func callAsFunction() async -> [String: Bool] {
        let migrator = Migrator()
        let runtimes = fleet.runtimes
        var checks = [
            "database": await holds("database") {
                _ = try await database.readUnscoped { try TenantDirectory($0).all() }
                return true
            },
            "migrations": await holds("migrations") {
                try await migrator.version(of: database) == migrator.latestVersion
            },
            "queue": await holds("queue") {
                for runtime in runtimes where try await !runtime.checks.isQueueWorking() {
                    tell("queue", of: runtime)
                    return false
                }
                return true
            },
        ]
        for runtime in runtimes {
            for (name, holds) in runtime.checks.standing {
                if !holds { tell(name, of: runtime) }
                checks[name] = checks[name, default: true] && holds
            }
        }
        return checks
    }

    private func tell(_ check: String, of runtime: CityRuntime) {
        logger.error(
            "A tenant's readiness check failed.",
            metadata: ["check": "\(check)", "tenant": "\(runtime.tenant.code)"])
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
