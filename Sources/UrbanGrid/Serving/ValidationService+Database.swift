import GridAPI
import GridModel
import Operations
import Persistence

extension ValidationService {
    /// Over a database, for one tenant.
    init(database: any Database, scope: TenantScope, calendar: LoadCalendar, clock: CityClock) {
        let rules = RuleQueries(database: database, scope: scope, clock: clock)
        let settings = EstimationSettings(database: database, scope: scope)
        let findings = FindingQueries(database: database, scope: scope, clock: clock)
        let edits = EditReadings(database: database, scope: scope, calendar: calendar, clock: clock)
        let quality = DataQualityQueries(database: database, scope: scope, calendar: calendar.city, clock: clock)
        let jobs = JobQueries(database: database, scope: scope)
        self.init(
            rules: { try await rules.rules($0) },
            setRules: { try await rules.set($0, for: $1, by: $2, if: $3) },
            settings: { try await settings.stored() },
            setSettings: { try await settings.set($0, by: $1, if: $2) },
            findings: { try await findings.list($0, after: $1, limit: $2) },
            dismiss: { try await findings.dismiss($0, note: $1, by: $2) },
            edit: { try await edits.edit($0, isPreview: $1) },
            revert: { try await edits.revert($0, reason: $1, by: $2) },
            edits: { try await edits.list(series: $0, before: $1, limit: $2) },
            editDetail: { try await edits.edit($0) },
            estimate: { actor in
                guard let id = try await settings.estimateNow(at: .wallClock, by: actor) else { return nil }
                return try await jobs.job(id)
            },
            quality: { try await quality.zones(days: $0) },
            zoneQuality: { try await quality.zone($0, days: $1) })
    }
}
