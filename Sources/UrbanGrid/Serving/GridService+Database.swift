import Foundation
import GridAPI
import GridModel
import Operations
import Persistence

extension GridService {
    /// The routes' use cases over a database, for one tenant.
    init(
        database: any Database, tenant: Tenant, calendar: LoadCalendar, clock: CityClock, demo: DemoDescription?,
        spool: UploadSpool, directory: SeriesDirectory, metrics: CityMetrics,
        connectors: CityConnectors, exportFolder: URL, batch: IngestBatch,
        links: InvitationLinks, answers: KeepAnswers
    ) {
        let scope = TenantScope(tenant: tenant.id)
        let city = CityQueries(database: database, tenant: tenant, clock: clock, demo: demo)
        let zones = ZoneQueries(database: database, scope: scope, clock: clock)
        let network = NetworkQueries(database: database, scope: scope)
        let series = SeriesQueries(database: database, scope: scope, clock: clock)
        let revisions = RevisionQueries(database: database, scope: scope)
        let anomalies = AnomalyQueries(database: database, scope: scope)
        let models = ModelQueries(database: database, scope: scope)
        let jobs = JobQueries(database: database, scope: scope)
        let uploads = UploadQueries(
            database: database, scope: scope, spool: spool, directory: directory, timeZone: tenant.timeZone,
            clock: clock, wallClock: { .wallClock })
        let exports = ExportReadings(
            database: database, tenant: tenant, clock: clock, temporaryFolder: exportFolder)
        let ingest = IngestReadings(database: database, scope: scope, clock: clock)
        let createSeries = CreateSeries(database: database, scope: scope)
        let lines = IngestLines(database: database, scope: scope, batch: batch)
        self.init(
            city: { try await city.city() },
            cityLoad: { try await city.load(from: $0, to: $1, points: $2) },
            zones: { try await zones.list() },
            zone: { try await zones.zone($0) },
            forecast: { id, at, past in try await zones.forecast(id, at: at, pastHours: past) },
            network: { try await network.features(of: $0) },
            seriesList: { try await series.list($0, after: $1, limit: $2) },
            series: { try await series.series($0) },
            readings: { try await series.readings($0, from: $1, to: $2, points: $3) },
            revisions: { try await revisions.list($0, after: $1, limit: $2) },
            anomalies: { try await anomalies.list($0, after: $1, limit: $2) },
            anomaly: { try await anomalies.anomaly($0) },
            models: { try await models.list() },
            model: { try await models.model($0) },
            jobs: { try await jobs.list($0) },
            job: { try await jobs.job($0) },
            cancelJob: { try await jobs.cancel($0, now: .wallClock, by: $1) },
            ingest: { readings in
                do {
                    let receipt = try await ingest(readings, source: "api")
                    metrics.ingested(receipt)
                    return receipt
                } catch let refusal as IngestRefusal {
                    metrics.refused(readings: readings.count)
                    throw refusal
                }
            },
            createSeries: { try await createSeries($0, by: $1) },
            createManySeries: { try await createSeries($0, by: $1) },
            balance: BalanceService(database: database, scope: scope, calendar: calendar.city, clock: clock),
            validation: ValidationService(database: database, scope: scope, calendar: calendar, clock: clock),
            members: MemberService(database: database, scope: scope, links: links),
            settings: SettingsService(database: database, scope: scope),
            audit: AuditService(database: database, tenant: tenant),
            uploads: UploadService(uploads),
            connectors: connectors.service(jobs: jobs),
            exportReadings: { try await exports.prepare($0) },
            retention: RetentionService(database: database, scope: scope, calendar: calendar.city, clock: clock),
            lines: LineService { body in
                let outcome = try await lines(body)
                metrics.batch(outcome)
                return outcome
            },
            ingestEach: { readings in
                let outcome = try await batch(readings, source: "api")
                metrics.batch(outcome)
                return outcome
            },
            apiKeys: APIKeyService(database: database, scope: scope),
            idempotency: IdempotencyService(answers))
    }
}
