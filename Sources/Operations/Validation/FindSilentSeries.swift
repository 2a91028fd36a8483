package import GridModel
package import Persistence
import Telemetry

/// Finds series that reported regularly and have fallen silent: one open finding each, until they report again.
///
/// A gap is known once a reading follows it. A meter that stops for good is in no gap, so that it is looked for by the
/// time of its last reading, whether or not anything comes in.
package struct FindSilentSeries: Sendable {
    private static let seriesAtOnce = 200
    /// A finding's length is brought up to date so often.
    private static let updatedEvery: Int64 = 3600

    private let database: any Database
    private let scope: TenantScope
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.clock = clock
    }

    /// Looks at every series.
    package func callAsFunction() async throws {
        let now = clock.now
        try await close()
        var last = SeriesID(0)
        while true {
            try Task.checkCancellation()
            let after = last
            let candidates = try await database.read(scope) {
                try SilenceRepository($0).candidates(
                    at: now, updatedBefore: now - Self.updatedEvery, after: after, limit: Self.seriesAtOnce)
            }
            guard let end = candidates.last else {
                return try await ValidationStanding.noteRun(at: now, database, scope)
            }
            try await database.write(scope) { session in
                for candidate in candidates { try note(candidate, at: now, session) }
            }
            last = end.series.id
        }
    }

    /// Resolves the findings of series that report again.
    package func close() async throws {
        let now = clock.now
        guard try await database.read(scope, { try SilenceRepository($0).hasEnded() }) else { return }
        try await database.write(scope) { try SilenceRepository($0).resolveEnded(at: now) }
    }

    private func note(_ candidate: SilentSeries, at now: Timestamp, _ session: TenantSession) throws {
        let rules = try EffectiveRules.of(candidate.series, session)
        let repository = SilenceRepository(session)
        guard let rule = rules.rules[.silence], let finding = SilenceCheck(rule).finding(candidate, now: now) else {
            return try repository.resolve(candidate.series.id, at: now)
        }
        try repository.note(finding, of: candidate.series.id, version: rules.version, at: now)
    }
}

extension SilenceCheck {
    fileprivate func finding(_ candidate: SilentSeries, now: Timestamp) -> Finding? {
        finding(
            lastStart: candidate.lastStart, intervalSeconds: candidate.series.intervalSeconds, now: now)
    }
}
