package import GridModel
package import Identity
package import Persistence

/// Shows and sets what a tenant wants of estimation.
package struct EstimationSettings: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    package func stored() async throws -> VEESettings {
        try await database.read(scope) { try VEESettings.stored($0) }
    }

    /// - Throws: `VEERefusal`
    package func set(
        _ settings: VEESettings, by actor: Actor, if precondition: @escaping Precondition<VEESettings> = { _ in }
    ) async throws -> VEESettings {
        guard settings.faults.isEmpty else { throw VEERefusal(settings.faults) }
        try await database.write(scope) { session in
            let before = try VEESettings.stored(session)
            try precondition(before)
            try settings.save(session)
            try session.audit(
                "estimationSettings.change", by: actor, on: "settings", "estimation", before: before, after: settings)
        }
        return settings
    }

    /// Puts an estimation of every open gap into the queue.
    /// - Returns: nil when one waits or runs.
    package func estimateNow(at now: Timestamp, by actor: Actor) async throws -> JobID? {
        try await database.write(scope) { session in
            let job = try JobRepository(session).enqueue(
                kind: EstimateGaps.job, payload: EstimateGaps.retryPayload, uniqueKey: "all", runAt: now, now: now)
            guard let job else { return nil }
            try session.audit("readings.estimate", by: actor, on: "job", job)
            return job
        }
    }
}
