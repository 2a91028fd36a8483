import GridAPI
import GridModel
import Jobs
import LiveUpdates
import Logging
import MQTTDoor
import Observability
import Operations
import Persistence
import ServiceLifecycle

/// Everything that runs for one tenant: its use cases, its background work, and how they stand.
final class CityRuntime: Sendable {
    let tenant: Tenant
    /// What requests of the tenant are answered with.
    let city: TenantCity
    let clock: CityClock
    let metrics: CityMetrics
    let checks: CityChecks
    private let installation: Installation
    private let calendar: LoadCalendar
    private let rollups: RebuildRollups
    private let rollupHealth = RollupHealth()
    private let compactionHealth: CompactionHealth
    private let mqttHealth: MQTTHealth?
    private let backlog: IngestBacklog
    /// What every high-rate door of the process ends in.
    private let batch: IngestBatch
    private let models: CityModels
    private let directory = SeriesDirectory()
    private let spool: UploadSpool
    private let answers: KeepAnswers
    private let gauges: CityGauges
    private let connectors: CityConnectors
    private let worker: JobWorker
    private let logger: Logger
    /// Such as the demo's replay.
    private let more: [any Service]

    /// - Parameters:
    ///   - demo: what the demo city says of itself.
    ///   - more: makes further services that belong to the tenant.
    init(
        _ installation: Installation, tenant: Tenant, clock: CityClock, calendar: LoadCalendar,
        demo: DemoDescription? = nil, more: (CityMetrics, Logger) -> [any Service] = { _, _ in [] }
    ) {
        let (database, options) = (installation.database, installation.options)
        let scope = TenantScope(tenant: tenant.id)
        let logger = installation.logger(of: tenant)
        self.installation = installation
        self.tenant = tenant
        self.clock = clock
        self.calendar = calendar
        self.logger = logger
        metrics = CityMetrics(installation.registry, tenant: tenant.code)
        rollups = RebuildRollups(database: database, scope: scope, calendar: calendar.city)
        models = CityModels(
            database: database, objects: ObjectStore(folder: options.objects), scope: scope, calendar: calendar,
            clock: clock, codeVersion: CodeVersion(commit: options.commit))
        spool = UploadSpool(folder: options.uploads, scope: scope)
        gauges = CityGauges(database: database, scope: scope, clock: clock)
        connectors = CityConnectors(
            database: database, scope: scope, environment: options.connectors, registry: installation.registry,
            metrics: metrics, logger: logger)
        backlog = IngestBacklog()
        compactionHealth = CompactionHealth(backlog)
        mqttHealth = options.mqtt?.isFor(tenant) == true ? MQTTHealth() : nil
        batch = IngestBatch(database: database, scope: scope, clock: clock, directory: directory, backlog: backlog)
        answers = KeepAnswers(
            database: database, scope: scope, keys: options.accounts.keys,
            abandonedSeconds: GridAPILimits().abandonedRequestSeconds, now: { .wallClock })
        city = TenantCity(
            service: GridService(
                database: database, tenant: tenant, calendar: calendar, clock: clock, demo: demo, spool: spool,
                directory: directory, metrics: metrics, connectors: connectors,
                exportFolder: installation.exportFolder, batch: batch, links: installation.links, answers: answers),
            topic: LiveTopic.zones(scope))
        let handlers = CityJobs(
            database: database, scope: scope, calendar: calendar, clock: clock, models: models,
            connectors: connectors, spool: spool, directory: directory
        ).handlers
        let (hub, topic, metrics) = (installation.hub, city.topic, metrics)
        let jobs = JobQueries(database: database, scope: scope)
        worker = JobWorker(
            database: database, scope: scope, handlers: handlers, now: { .wallClock },
            onChange: { job in
                if job.state == .failed {
                    logger.error(
                        "A job failed.",
                        metadata: ["job": "\(job.id)", "kind": "\(job.kind)", "error": "\(job.error ?? "unknown")"])
                }
                metrics.changed(job)
                if let record = try? await jobs.job(job.id) { hub.publish(.job(record), to: topic) }
            })
        checks = CityChecks(
            queue: QueueCheck(worker: worker, now: { .wallClock }), rollups: rollupHealth,
            compaction: compactionHealth, mqtt: mqttHealth)
        self.more = more(metrics, logger)
    }

    private var scope: TenantScope { TenantScope(tenant: tenant.id) }

    /// How the tenant stands, each figure with its name.
    func families() -> [MetricFamily] {
        let families =
            gauges.families() + rollupHealth.families() + compactionHealth.families() + (mqttHealth?.families() ?? [])
            + models.families() + connectors.families()
        return families.map { $0.labelled("tenant", tenant.code) }
    }

    /// What has to run while the tenant is served.
    func services() -> [any Service] {
        let (database, hub, scope) = (installation.database, installation.hub, scope)
        let zoneQueries = ZoneQueries(database: database, scope: scope, clock: clock)
        return more + mqttServices() + [
            CompactionService(
                compact: CompactIngestLog(database: database, scope: scope, backlog: backlog),
                health: compactionHealth, metrics: metrics, logger: logger),
            RollupService(
                rollups: rollups, health: rollupHealth,
                damagedBlocks: {
                    try await database.read(scope) {
                        let damaged = DamagedBlockRepository($0)
                        return (try damaged.count(), try damaged.newest(limit: 20))
                    }
                },
                zones: city.service.zones, hub: hub, topic: city.topic, clock: clock, logger: logger),
            VEEService(
                validate: ValidateReadings(database: database, scope: scope, clock: clock),
                silence: FindSilentSeries(database: database, scope: scope, clock: clock),
                estimate: EstimateGaps(database: database, scope: scope, calendar: calendar, clock: clock),
                logger: logger),
            TrainingService(schedule: models.scheduleTraining, logger: logger),
            RetentionScheduleService(
                schedule: ScheduleRetention(
                    database: database, scope: scope, calendar: calendar.city, wallClock: { .wallClock }),
                refreshDoors: { [directory] in try await directory.refresh(from: database, scope) }, logger: logger),
            WorkerService(worker: worker, enqueued: database.notifications(on: .jobs), logger: logger),
            OutlookService(
                models: models, anomalies: AnomalyQueries(database: database, scope: scope),
                completeThrough: { try await zoneQueries.completeThrough() }, hub: hub, topic: city.topic,
                metrics: metrics, clock: clock, logger: logger),
            ModelWatchService(models: models, logger: logger),
            UploadSweepService(spool: spool, answers: answers, logger: logger),
            GaugeService(gauges: gauges, logger: logger),
            ConnectorPollService(connectors: connectors),
        ]
    }

    private func mqttServices() -> [any Service] {
        guard let settings = installation.options.mqtt, let mqttHealth else { return [] }
        return [
            MQTTService(
                options: .init(
                    broker: settings.broker, clientID: settings.clientID, topics: settings.topics.map(\.filter),
                    authorities: settings.authorities),
                ingest: IngestMessages(
                    database: installation.database, scope: scope, batch: batch, topics: settings.topics),
                health: mqttHealth, metrics: metrics, logger: logger)
        ]
    }
}
