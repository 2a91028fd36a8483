import Foundation
import GridAPI
import GridModel
import Hummingbird
import Logging
import Observability
import Operations
import Persistence
import RedisDriver
import ServiceLifecycle
import UnixSignals

/// Everything that runs while tenants are served, as one group of services.
struct CityServer {
    /// What has not ended by then is cancelled; a forecast under way takes seconds.
    private static let shutdownTime: Duration = .seconds(25)

    private let group: ServiceGroup

    /// Serves the demo city with its replay, and by the wall clock whatever other tenants there are.
    static func demo(
        _ demo: DemoCity, folder: DemoFolder, speed: Double, options: Installation.Options,
        onRunning: @escaping @Sendable () -> Void
    ) async throws -> CityServer {
        let installation = Installation(database: demo.database, options: options)
        let wallStart = Date().timeIntervalSince1970
        let latest = try await demo.database.read(demo.scope) { try ReadingBlockRepository($0).latestStart() }
        // A replay that ran ahead of today goes on from where it was.
        let start = max(Timestamp(secondsSinceEpoch: Int64(wallStart)), latest.map { $0 + 3600 } ?? .epoch)
        let clock = CityClock.replay(from: start, speed: speed, wallStart: wallStart) { Date().timeIntervalSince1970 }
        let description = try folder.description(shift: demo.shift)
        let fleet = TenantFleet(installation) { tenant in
            guard tenant.id == demo.tenant.id else { return try await Self.runtime(installation, tenant) }
            let feed = try await ReplayFeed(
                database: demo.database, scope: demo.scope, folder: folder, shift: demo.shift, clock: clock)
            return CityRuntime(
                installation, tenant: tenant, clock: clock, calendar: demo.calendar, demo: description
            ) { metrics, logger in
                [ReplayService(feed: feed, metrics: metrics, logger: logger)]
            }
        }
        return try await CityServer(installation, fleet) {
            onRunning()
            print("Recorded readings are replayed at \(speed)× speed. Stop with Ctrl-C.")
        }
    }

    /// Serves tenants whose readings come in from outside.
    static func wallClock(database: any Database, options: Installation.Options) async throws -> CityServer {
        let installation = Installation(database: database, options: options)
        return try await CityServer(
            installation, TenantFleet(installation) { try await Self.runtime(installation, $0) })
    }

    func run() async throws {
        try await group.run()
    }

    /// A tenant by the wall clock.
    private static func runtime(_ installation: Installation, _ tenant: Tenant) async throws -> CityRuntime {
        let shift = try await installation.database.read(TenantScope(tenant: tenant.id)) { try DemoShift.stored($0) }
        guard let calendar = LoadCalendar(tenant: tenant, movedByWeeks: Int(shift?.weeks ?? 0)) else {
            throw SettingsError(
                variable: "time zone of tenant \(tenant.code)", value: tenant.timeZone, expected: "an IANA name")
        }
        let clock = CityClock { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }
        return CityRuntime(installation, tenant: tenant, clock: clock, calendar: calendar)
    }

    private init(
        _ installation: Installation, _ fleet: TenantFleet, onRunning: @escaping @Sendable () -> Void = {}
    ) async throws {
        let (database, options, logger) = (installation.database, installation.options, installation.logger)
        let size = DatabaseGauges(database: database, logger: logger)
        installation.registry.collect { size.families() }
        try await fleet.prepare()
        let ledger = APIKeyUseLedger()
        installation.registry.collect {
            [
                MetricFamily(
                    name: "urbangrid_api_key_use_lost", kind: .counter,
                    help:
                        "Requests by API keys that were let in and could not be counted: the database was away for long.",
                    samples: [.init(value: .number(Double(ledger.lostCount)))])
            ]
        }
        let keys = AuthenticateKey(database: database, ledger: ledger, now: { .wallClock })
        let accounts = try await Accounts(
            database: database, environment: options.accounts, logger: logger, apiKeys: { try await keys($0, from: $1) }
        )
        let (limits, redis) = Self.limits(installation)
        let refusals = RefusalLedger()
        installation.registry.collect { refusals.families() }
        let access = AccessControl(
            authenticate: { [authenticate = accounts.authenticate] credential, client in
                try await authenticate(credential.text, from: client.text)
            },
            cities: { scope in try await fleet.city(scope) },
            cookies: SessionCookies(isSecure: options.accounts.isSecure), limits: limits,
            refused: { [refusals] in refusals.add($0, at: .wallClock) })
        var configured = GridServer.Configuration(
            port: options.port, site: try StaticSite(folder: options.webRoot), publicAddress: options.publicAddress)
        configured.address = options.address
        configured.crossOrigin = OriginCache(database: database).policy
        if !options.address.isLoopback {
            logger.notice(
                "The server listens beyond this machine, without TLS: keep its port to a proxy that ends TLS.",
                metadata: ["address": "\(options.address.text)"])
        }
        var server = GridServer(
            configuration: configured,
            accessControl: access, logger: logger, metrics: installation.registry)
        let checks = ReadinessChecks(database: database, fleet: fleet, logger: logger)
        server.serve(
            hub: installation.hub, accounts: accounts.routes,
            operation: OperationRoutes(registry: installation.registry, metricsToken: options.metricsToken) {
                await checks()
            },
            platform: PlatformService(
                database: database, links: installation.links, closed: { fleet.close($0) }))
        let application = server.application { port in
            // For people and for scripts that wait for the address.
            let host = options.address.isEvery ? ListenAddress.thisMachine.host : options.address.host
            print("UrbanGrid answers at http://\(host):\(port)/")
            onRunning()
            fflush(nil)
        }
        var configuration = ServiceGroupConfiguration(
            services: [database as? any Service, redis].compactMap(\.self) + accounts.services + [
                fleet, size,
                APIKeyUseService(authenticate: keys, ledger: ledger, database: database, logger: logger),
                RefusalAuditService(ledger: refusals, database: database, logger: logger),
                TenantErasureService(
                    erase: EraseTenant(database: database, folders: options.folders), logger: logger),
                AuditAnchorService(anchor: AnchorAudit(database: database), logger: logger), application,
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.shutdownTime
        group = ServiceGroup(configuration: configuration)
    }

    /// How much each may ask for, counted with other processes where Redis is named.
    private static func limits(_ installation: Installation) -> (RequestLimits, (any Service)?) {
        let settings = installation.options.limits
        guard let address = settings.redis else {
            let limits = RequestLimits(settings: settings.requests)
            installation.registry.collect { limits.families() }
            return (limits, nil)
        }
        let client = RedisClient(address) { [logger = installation.logger] error in
            if let error {
                logger.error(
                    "Redis cannot be reached: each process counts its requests alone", metadata: ["error": "\(error)"])
            } else {
                logger.notice("Redis is connected: processes count requests together")
            }
        }
        let counter = RedisRateCounter(client)
        let limits = RequestLimits(settings: settings.requests, counter: counter)
        installation.registry.collect { limits.families() + counter.families() }
        return (limits, client)
    }
}
