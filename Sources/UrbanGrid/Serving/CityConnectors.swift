import GridAPI
import GridModel
import Integrations
import Jobs
import Logging
import Metrics
import Observability
import Operations
import Persistence
import Synchronization

/// A city's connectors: polled by the clock or when somebody asks, counted, and shown.
struct CityConnectors: Sendable {
    private static let calls = "urbangrid_connector_calls"
    private static let failures = "urbangrid_connector_failures"

    private let database: any Database
    private let scope: TenantScope
    private let manage: ManageConnectors
    private let poll: PollConnector
    private let now: @Sendable () -> Timestamp
    private let standing = Standing()
    let logger: Logger

    /// What was last seen of the connectors.
    private final class Standing: Sendable {
        let records = Mutex<[ConnectorRecord]>([])
    }

    init(
        database: any Database, scope: TenantScope, environment: ConnectorEnvironment, registry: MetricsRegistry,
        metrics: CityMetrics, logger: Logger
    ) {
        self.database = database
        self.scope = scope
        self.logger = logger
        now = { .wallClock }
        manage = ManageConnectors(database: database, scope: scope, environment: environment)
        registry.describe(Self.calls, help: "Calls to providers of weather and air quality, as they count them.")
        registry.describe(Self.failures, help: "Polls of a connector that failed.")
        for kind in ConnectorKind.allCases {
            // Counters that are there from the start: a rate can be told from the first event on.
            for name in [Self.calls, Self.failures] {
                Counter(
                    label: name, dimensions: [("connector", kind.rawValue), ("tenant", metrics.tenant)],
                    factory: registry
                ).increment(by: 0)
            }
        }
        poll = PollConnector(database: database, scope: scope, environment: environment) { event in
            switch event {
            case .called(let kind, let calls):
                Counter(
                    label: Self.calls, dimensions: [("connector", kind.rawValue), ("tenant", metrics.tenant)],
                    factory: registry
                )
                .increment(by: calls)
            case .ingested(let receipt): metrics.ingested(receipt)
            case .succeeded(let kind, let report):
                logger.info("A connector has polled", metadata: ["connector": "\(kind.rawValue)", "got": "\(report)"])
            case .failed(let kind, let error):
                Counter(
                    label: Self.failures, dimensions: [("connector", kind.rawValue), ("tenant", metrics.tenant)],
                    factory: registry
                )
                .increment()
                logger.error(
                    "A connector's poll failed", metadata: ["connector": "\(kind.rawValue)", "error": "\(error)"])
            }
        }
    }

    /// Polls those that are due, and notes how all of them stand.
    func pollDue() async throws {
        for kind in ConnectorKind.allCases { _ = try await poll(kind) }
        try await look()
    }

    /// The age of the last success of each connector that is on and has had one.
    func families() -> [MetricFamily] {
        let moment = now()
        let samples = standing.records.withLock { $0 }.compactMap { record -> MetricFamily.Sample? in
            guard record.settings.isEnabled, let success = record.lastSuccessAt else { return nil }
            return .init(
                labels: [MetricLabel("connector", record.name)], value: .number(Double(max(0, moment - success))))
        }
        guard !samples.isEmpty else { return [] }
        return [
            MetricFamily(
                name: "urbangrid_connector_success_age_seconds", kind: .gauge,
                help: "Since a connector that is on last polled successfully.", samples: samples)
        ]
    }

    /// What the worker can run: a poll that somebody asked for.
    var handlers: [String: JobWorker.Handler] {
        [
            ManageConnectors.jobKind: { context in
                let name = ManageConnectors.name(ofPayload: context.payload)
                try context.report(0, "Asking \(name)")
                guard let report = try await poll.now(name) else {
                    throw ConnectorRefusal("There is no connector \(name.prefix(60)).")
                }
                try context.report(1, report)
                try await look()
            }
        ]
    }

    func service(jobs: JobQueries) -> ConnectorService {
        let forecasts = WeatherForecastQueries(database: database, scope: scope, now: now)
        return ConnectorService(
            list: { try await manage.list() }, connector: { try await manage.connector($0) },
            change: { try await manage.change($0, $1, by: $2, if: $3) },
            run: { name, actor in
                guard let job = try await manage.run(name, by: actor) else { return nil }
                return try await jobs.job(job)
            },
            forecast: { try await forecasts.known($0, at: $1) })
    }

    private func look() async throws {
        let records = try await manage.list()
        standing.records.withLock { $0 = records }
    }
}
