package import GridModel
package import Identity
package import Persistence

/// Puts retention runs into the queue: one a night where a tenant has a policy, and those that are asked for.
package struct ScheduleRetention: Sendable {
    /// The hour of the local night in which runs begin.
    private static let hour = 3
    private static let pauseSeconds: Int64 = 20 * 3600

    private let database: any Database
    private let scope: TenantScope
    private let calendar: CityCalendar
    private let wallClock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - calendar: for the night, which is that of the wall clock, in a replayed city too.
    package init(
        database: any Database, scope: TenantScope, calendar: CityCalendar,
        wallClock: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.scope = scope
        self.calendar = CityCalendar(timeZone: calendar.timeZone)
        self.wallClock = wallClock
    }

    /// Adds tonight's run when it is due.
    /// - Returns: nil when it is not.
    @discardableResult
    package func callAsFunction() async throws -> JobID? {
        let now = wallClock()
        guard calendar.localTime(of: now).hour == Self.hour else { return nil }
        return try await database.write(scope) { session in
            guard try !RetentionPolicy.stored(session).keepsEverything,
                try !JobRepository(session).list().contains(where: {
                    $0.kind == ApplyRetention.job && now - $0.createdAt < Self.pauseSeconds
                })
            else { return nil }
            return try Self.enqueue(session, now)
        }
    }

    /// Adds a run now.
    /// - Returns: nil when one waits or runs.
    package func runNow(by actor: Actor) async throws -> JobID? {
        let now = wallClock()
        return try await database.write(scope) { session in
            guard let job = try Self.enqueue(session, now) else { return nil }
            try session.audit("retention.run", by: actor, on: "job", job)
            return job
        }
    }

    /// A run that was cut short goes on where it was.
    private static func enqueue(_ session: TenantSession, _ now: Timestamp) throws -> JobID? {
        try JobRepository(session).enqueue(
            kind: ApplyRetention.job, payload: "{}", uniqueKey: "retention", maxAttempts: 3, runAt: now, now: now)
    }
}
