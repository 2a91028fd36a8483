import GridModel
import Jobs
import Operations
import Persistence

/// What a tenant's worker can run, by the kind of job.
struct CityJobs: Sendable {
    let database: any Database
    let scope: TenantScope
    let calendar: LoadCalendar
    let clock: CityClock
    let models: CityModels
    let connectors: CityConnectors
    let spool: UploadSpool
    let directory: SeriesDirectory

    var handlers: [String: JobWorker.Handler] {
        let importUpload = ImportUpload(
            database: database, scope: scope, spool: spool, directory: directory, clock: clock,
            wallClock: { .wallClock })
        let retention = ApplyRetention(database: database, scope: scope, calendar: calendar.city, clock: clock)
        let estimate = EstimateGaps(database: database, scope: scope, calendar: calendar, clock: clock)
        let own: [String: JobWorker.Handler] = [
            ImportUpload.jobKind: { context in
                try await importUpload(payload: context.payload) { try context.report($0, $1) }
            },
            ApplyRetention.job: { context in _ = try await retention { try context.report($0, $1) } },
            EstimateGaps.job: { context in
                try await estimate(isRetrying: context.payload == EstimateGaps.retryPayload) {
                    try context.report(0, "\($0) gaps looked at")
                }
            },
        ]
        return own.merging(models.handlers) { first, _ in first }.merging(connectors.handlers) { first, _ in first }
    }
}
