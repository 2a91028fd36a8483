import GridAPI
import GridModel
import Operations
import Persistence

extension RetentionService {
    init(database: any Database, scope: TenantScope, calendar: CityCalendar, clock: CityClock) {
        let retention = RetentionQueries(database: database, scope: scope, calendar: calendar, clock: clock)
        let schedule = ScheduleRetention(
            database: database, scope: scope, calendar: calendar, wallClock: { .wallClock })
        let jobs = JobQueries(database: database, scope: scope)
        self.init(
            state: { try await retention.state() },
            set: { try await retention.set($0, by: $1, if: $2) },
            preview: { try await retention.preview($0) },
            run: { actor in
                guard let job = try await schedule.runNow(by: actor) else { return nil }
                return try await jobs.job(job)
            })
    }
}
