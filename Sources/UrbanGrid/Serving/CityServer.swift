import Foundation
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
import UnixSignals

/// Everything that runs while a city is served, as one group of services.
struct CityServer {
    struct Options: Sendable {
        let port: Int
        let webRoot: URL
        /// Where models lie.
        let objects: URL
        /// Where files wait to be imported.
        let uploads: URL
        let logLevel: Logger.Level
        let commit: String?
        let connectors: ConnectorEnvironment
        let mqtt: MQTTSettings?
    }

    /// What has not ended by then is cancelled; a forecast under way takes seconds.
    private static let shutdownTime: Duration = .seconds(25)

    private let group: ServiceGroup

    /// Serves the demo city with its replay.
    static func demo(_ city: DemoCity, folder: DemoFolder, speed: Double, options: Options) async throws -> CityServer {
        let wallStart = Date().timeIntervalSince1970
        let latest = try await city.database.read(city.scope) { try ReadingBlockRepository($0).latestStart() }
        // A replay that ran ahead of today goes on from where it was.
        let start = max(Timestamp(secondsSinceEpoch: Int64(wallStart)), latest.map { $0 + 3600 } ?? .epoch)
        let clock = CityClock.replay(from: start, speed: speed, wallStart: wallStart) { Date().timeIntervalSince1970 }
        let feed = try await ReplayFeed(
            database: city.database, scope: city.scope, folder: folder, shift: city.shift, clock: clock)
        let parts = try Parts(
            database: city.database, tenant: city.tenant, clock: clock,
            demo: try folder.description(shift: city.shift), calendar: city.calendar, rollups: city.rollups,
            options: options)
        return try CityServer(
            parts, options: options, more: [ReplayService(feed: feed, metrics: parts.metrics, logger: parts.logger)])
    }

    /// Serves a tenant whose readings come in from outside.
    static func wallClock(database: any Database, tenant: Tenant, options: Options) async throws -> CityServer {
        let shift = try await database.read(TenantScope(tenant: tenant.id)) { try DemoShift.stored($0) }
        guard let calendar = LoadCalendar(tenant: tenant, movedByWeeks: Int(shift?.weeks ?? 0)) else {
            throw SettingsError(
                variable: "time zone of tenant \(tenant.code)", value: tenant.timeZone, expected: "an IANA name")
        }
        let clock = CityClock { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }
        let parts = try Parts(
            database: database, tenant: tenant, clock: clock, demo: nil, calendar: calendar,
            rollups: RebuildRollups(
                database: database, scope: TenantScope(tenant: tenant.id), calendar: calendar.city), options: options)
        return try CityServer(parts, options: options, more: [])
    }

    func run() async throws {
        try await group.run()
    }

    private init(_ parts: Parts, options: Options, more: [any Service]) throws {
        var server = GridServer(
            configuration: GridServer.Configuration(port: options.port, site: try StaticSite(folder: options.webRoot)),
            logger: parts.logger, metrics: parts.registry)
        let database = parts.database
        let jobs = JobQueries(database: database, scope: parts.scope)
        let (hub, topic, logger, metrics) = (parts.hub, parts.topic, parts.logger, parts.metrics)
        let worker = JobWorker(
            database: database, scope: parts.scope,
            handlers: parts.handlers.merging(parts.connectors.handlers) { first, _ in first }, now: { .wallClock },
            onChange: { job in
                if job.state == .failed {
                    logger.error(
                        "A job failed.",
                        metadata: ["job": "\(job.id)", "kind": "\(job.kind)", "error": "\(job.error ?? "unknown")"])
                }
                metrics.changed(job)
                if let record = try? await jobs.job(job.id) { hub.publish(.job(record), to: topic) }
            })
        let checks = ReadinessChecks(
            database: database, queue: QueueCheck(worker: worker, now: { .wallClock }),
            rollups: parts.rollupHealth, compaction: parts.compactionHealth,
            mqtt: options.mqtt == nil ? nil : parts.mqttHealth, logger: logger)
        server.serve(
            parts.service, hub: parts.hub, topic: parts.topic,
            operation: OperationRoutes(registry: parts.registry) { await checks() })
        let speed = parts.clock.speed
        let application = server.application { port in
            // For people and for scripts that wait for the address.
            print("UrbanGrid answers at http://127.0.0.1:\(port)/ (this machine only: there are no accounts yet)")
            if parts.clock.isReplay { print("Recorded readings are replayed at \(speed)× speed. Stop with Ctrl-C.") }
            fflush(nil)
        }
        let rollups = RollupService(
            rollups: parts.rollups, health: parts.rollupHealth,
            damagedBlocks: { [scope = parts.scope] in
                try await database.read(scope) {
                    let damaged = DamagedBlockRepository($0)
                    return (try damaged.count(), try damaged.newest(limit: 20))
                }
            },
            zones: parts.service.zones, hub: parts.hub, topic: parts.topic, clock: parts.clock, logger: parts.logger)
        let zoneQueries = ZoneQueries(database: database, scope: parts.scope, clock: parts.clock)
        let outlook = OutlookService(
            models: parts.models, anomalies: AnomalyQueries(database: database, scope: parts.scope),
            completeThrough: { try await zoneQueries.completeThrough() }, hub: hub, topic: topic, metrics: metrics,
            clock: parts.clock, logger: parts.logger)
        let training = TrainingService(schedule: parts.models.scheduleTraining, logger: logger)
        let sweep = UploadSweepService(spool: parts.spool)
        let retention = RetentionScheduleService(
            schedule: ScheduleRetention(
                database: database, scope: parts.scope, calendar: parts.calendar, wallClock: { .wallClock }),
            refreshDoors: { [directory = parts.directory, scope = parts.scope] in
                try await directory.refresh(from: database, scope)
            }, logger: logger)
        let models = ModelWatchService(models: parts.models, logger: logger)
        let compaction = CompactionService(
            compact: CompactIngestLog(database: database, scope: parts.scope, backlog: parts.backlog),
            health: parts.compactionHealth, metrics: metrics, logger: logger)
        let mqtt = options.mqtt.map { parts.mqttService($0) }
        var configuration = ServiceGroupConfiguration(
            services: [database as? any Service].compactMap(\.self) + more + (mqtt.map { [$0] } ?? []) + [
                compaction,
                rollups,
                VEEService(validate: parts.validate, estimate: parts.estimate, logger: logger),
                training,
                retention,
                WorkerService(worker: worker, enqueued: database.notifications(on: .jobs), logger: logger),
                outlook,
                models,
                sweep,
                GaugeService(gauges: parts.gauges, logger: logger),
                ConnectorPollService(connectors: parts.connectors),
                application,
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.shutdownTime
        group = ServiceGroup(configuration: configuration)
    }
}

extension CityServer {
    /// What the services share.
    private struct Parts: Sendable {
        let database: any Database
        let clock: CityClock
        let rollups: RebuildRollups
        let rollupHealth = RollupHealth()
        let backlog: IngestBacklog
        let compactionHealth: CompactionHealth
        let mqttHealth = MQTTHealth()
        /// What every high-rate door of the process ends in.
        let batch: IngestBatch
        let service: GridService
        let scope: TenantScope
        let models: CityModels
        let directory = SeriesDirectory()
        let spool: UploadSpool
        let importUpload: ImportUpload
        let validate: ValidateReadings
        let estimate: EstimateGaps
        let hub: LiveHub
        let topic: LiveTopic
        let registry: MetricsRegistry
        let metrics: CityMetrics
        let gauges: CityGauges
        let connectors: CityConnectors
        let logger: Logger
        /// For days and nights.
        let calendar: CityCalendar
        private let retention: ApplyRetention

        init(
            database: any Database, tenant: Tenant, clock: CityClock, demo: DemoDescription?,
            calendar: LoadCalendar, rollups: RebuildRollups, options: Options
        ) throws {
            self.database = database
            self.clock = clock
            self.rollups = rollups
            let scope = TenantScope(tenant: tenant.id)
            self.scope = scope
            self.calendar = calendar.city
            retention = ApplyRetention(database: database, scope: scope, calendar: calendar.city, clock: clock)
            models = CityModels(
                database: database, objects: ObjectStore(folder: options.objects), scope: scope, calendar: calendar,
                clock: clock, codeVersion: CodeVersion(commit: options.commit))
            spool = UploadSpool(folder: options.uploads, scope: scope)
            importUpload = ImportUpload(
                database: database, scope: scope, spool: spool, directory: directory, clock: clock,
                wallClock: { .wallClock })
            validate = ValidateReadings(database: database, scope: scope, clock: clock)
            estimate = EstimateGaps(database: database, scope: scope, calendar: calendar, clock: clock)
            registry = MetricsRegistry()
            metrics = CityMetrics(registry)
            gauges = CityGauges(database: database, scope: scope, clock: clock)
            var logger = Logger(label: "urbangrid") { JSONLogHandler(label: $0) }
            logger.logLevel = options.logLevel
            self.logger = logger
            connectors = CityConnectors(
                database: database, scope: scope, environment: options.connectors, registry: registry,
                metrics: metrics, logger: logger)
            let exportFolder = options.objects.deletingLastPathComponent().appending(path: "exports")
            backlog = IngestBacklog()
            compactionHealth = CompactionHealth(backlog)
            batch = IngestBatch(
                database: database, scope: scope, clock: clock, directory: directory, backlog: backlog)
            service = GridService(
                database: database, tenant: tenant, calendar: calendar, clock: clock, demo: demo, spool: spool,
                directory: directory, metrics: metrics, connectors: connectors, exportFolder: exportFolder, batch: batch
            )
            hub = LiveHub(firstSequence: LiveHub.firstSequence(startedAt: Int64(Date().timeIntervalSince1970)))
            topic = LiveTopic.zones(scope)
            let process = ProcessMetrics()
            registry.collect { process.families() }
            registry.collect { [gauges] in gauges.families() }
            registry.collect { [hub] in
                [.gauge("urbangrid_live_clients", "Clients that listen to live updates.", Double(hub.clientCount))]
            }
            registry.collect { [rollupHealth] in rollupHealth.families() }
            registry.collect { [compactionHealth] in compactionHealth.families() }
            if options.mqtt != nil { registry.collect { [mqttHealth] in mqttHealth.families() } }
            registry.collect { [models] in models.families() }
            registry.collect { [connectors] in connectors.families() }
            do {
                try ExportFolder.sweep(exportFolder)
            } catch {
                logger.warning(
                    "What killed exports left behind cannot be deleted.",
                    metadata: ["folder": "\(exportFolder.path)", "cause": "\(String(reflecting: error))"])
            }
        }

        /// What the worker can run.
        var handlers: [String: JobWorker.Handler] {
            models.handlers.merging([
                ImportUpload.jobKind: { [importUpload] context in
                    try await importUpload(payload: context.payload) { try context.report($0, $1) }
                },
                ApplyRetention.job: { [retention] context in _ = try await retention { try context.report($0, $1) } },
                EstimateGaps.job: { [estimate] context in
                    try await estimate(isRetrying: context.payload == EstimateGaps.retryPayload) {
                        try context.report(0, "\($0) gaps looked at")
                    }
                },
            ]) { own, _ in own }
        }

        func mqttService(_ settings: MQTTSettings) -> MQTTService {
            MQTTService(
                options: .init(
                    broker: settings.broker, clientID: settings.clientID, topics: settings.topics.map(\.filter),
                    authorities: settings.authorities),
                ingest: IngestMessages(database: database, scope: scope, batch: batch, topics: settings.topics),
                health: mqttHealth, metrics: metrics, logger: logger)
        }
    }
}
