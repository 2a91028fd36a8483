import Foundation
import GridAPI
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import LiveUpdates
import Logging
import NIOCore
import Observability
import Operations
import Synchronization

/// A server over `TestCity`, with its log and its hub at hand.
final class TestServer: Sendable {
    let registry = MetricsRegistry()
    let hub: LiveHub
    let topic = LiveTopic.zones(TenantScope(tenant: TenantID(1)))
    let log = Mutex<[String]>([])
    let ingested = Mutex<[IncomingReading]>([])
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("urbangrid-\(UUID().uuidString)")
    let changed = Mutex<[ConnectorChange]>([])
    let lines = Mutex<[LineBody]>([])
    let answers = RememberedAnswers()
    /// Requests refused for want of a permission.
    let refusals = Mutex<[AccessRefusal]>([])
    /// Whether the credential `valid` is.
    let isCredentialValid = Mutex(true)
    private let site: StaticSite?
    private let limits: GridAPILimits
    private let publicAddress: PublicAddress?
    private let crossOrigin: CrossOriginPolicy
    private let level: Logger.Level
    private let change: @Sendable (inout GridService) -> Void
    private let isReady: Bool
    private let metricsToken: String?
    private let address: ListenAddress
    /// Its clock stands: what was taken does not come back.
    let requestLimits: RequestLimits
    /// What the credential `valid` may do.
    let access: Access
    let accounts: AccountService
    private let isSecure: Bool

    var spool: UploadSpool {
        var limits = UploadLimits()
        limits.fileBytes = 1 << 20
        return UploadSpool(folder: folder, scope: TenantScope(tenant: TenantID(1)), limits: limits)
    }

    deinit {
        // A folder that stays in the temporary directory harms no test.
        try? FileManager.default.removeItem(at: folder)
    }

    init(
        site: StaticSite? = nil, limits: GridAPILimits = .patient, hub: HubLimits = HubLimits(),
        isReady: Bool = true, metricsToken: String? = nil, address: ListenAddress = .thisMachine,
        access: Access = .everything,
        accounts: AccountService = TestCity.accounts,
        isSecure: Bool = false, publicAddress: PublicAddress? = nil, crossOrigin: CrossOriginPolicy = .none,
        level: Logger.Level = .info,
        requestLimits: RequestLimitSettings = .unlimited,
        change: @escaping @Sendable (inout GridService) -> Void = { _ in }
    ) {
        self.hub = LiveHub(limits: hub, firstSequence: 100)
        self.site = site
        self.limits = limits
        self.isReady = isReady
        self.metricsToken = metricsToken
        self.address = address
        self.requestLimits = RequestLimits(settings: requestLimits, counter: ProcessRateCounter { 0 })
        self.access = access
        self.accounts = accounts
        self.isSecure = isSecure
        self.publicAddress = publicAddress
        self.crossOrigin = crossOrigin
        self.level = level
        self.change = change
    }

    var server: GridServer {
        var configuration = GridServer.Configuration(port: 0, site: site)
        configuration.limits = limits
        configuration.publicAddress = publicAddress
        configuration.address = address
        configuration.crossOrigin = crossOrigin
        let sink = LogSink { line in self.log.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        var logger = Logger(label: "test") { JSONLogHandler(label: $0, sink: sink) }
        logger.logLevel = level
        let city = TenantCity(service: service, topic: topic)
        let access = access
        var server = GridServer(
            configuration: configuration,
            accessControl: AccessControl(
                authenticate: { [weak self] credential, _ in
                    switch credential.text {
                    case "valid": return self?.isCredentialValid.withLock { $0 } ?? true ? access : nil
                    case "used up": throw APIKeyQuotaExceeded(retryAfterSeconds: 3600)
                    default: return nil
                    }
                },
                cities: { $0.tenant == TenantID(1) ? city : nil }, cookies: SessionCookies(isSecure: false),
                limits: requestLimits,
                refused: { [weak self] refusal in self?.refusals.withLock { $0.append(refusal) } }),
            logger: logger, metrics: registry)
        let isReady = isReady
        server.serve(
            hub: hub, accounts: AccountRoutes(service: accounts, cookies: SessionCookies(isSecure: isSecure)),
            operation: OperationRoutes(registry: registry, metricsToken: metricsToken) {
                ["database": isReady, "migrations": true, "queue": true, "rollups": true]
            }, platform: TestCity.platform)
        return server
    }

    func test(_ kind: TestingSetup = .router, _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void)
        async throws
    {
        try await server.application().test(kind) { try await body(AuthorizedClient(client: $0)) }
    }

    /// One request through the router.
    func response(
        _ uri: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:], body: ByteBuffer? = nil
    ) async throws -> TestResponse {
        try await server.application().test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: .valid(headers), body: body)
        }
    }

    /// Files are really received; what is said of them is made up.
    private var uploads: UploadService {
        UploadService(
            begin: { [spool] in try spool.begin(declaredBytes: $0) },
            finish: { [spool] file, name, _ in
                try await spool.finish(file, name: name, format: .csv, now: TestCity.now)
            },
            list: { TestCity.uploads }, upload: { id in TestCity.uploads.first { $0.id == id } },
            guess: { $0.state == .received ? TestCity.guess : nil },
            preview: { upload, _ in
                guard upload.state != .imported else { throw UploadConflict.isImported }
                return TestCity.uploadReport
            },
            enqueue: { upload, _, _, _ in
                guard upload.state != .imported else { throw UploadConflict.isImported }
                return JobID(7)
            },
            faults: { [folder] id in
                guard id == TestCity.uploads[0].id else { return nil }
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                let file = folder.appendingPathComponent("faults.csv")
                try Data("line,column,reason\n".utf8).write(to: file)
                return file.path
            }, delete: { id, _ in TestCity.uploads.contains { $0.id == id } })
    }

    private var service: GridService {
        var service = GridService(
            city: { TestCity.city }, cityLoad: { _, _, _ in TestCity.load }, zones: { TestCity.zones },
            zone: { TestCity.detail($0) },
            forecast: { TestCity.forecast($0, past: $2) },
            network: { kinds in TestCity.network.filter { kinds.contains($0.detail.kind) } },
            seriesList: { _, after, limit in
                (1...5).filter { $0 > after?.rawValue ?? 0 }.prefix(limit).map { TestCity.series($0) }
            },
            series: { $0.rawValue <= 5 ? TestCity.series($0.rawValue) : nil },
            readings: { id, _, _, _ in TestCity.window(id) },
            revisions: { window, after, limit in
                guard window.series.rawValue <= 5 else { return nil }
                return (1...3).filter { $0 > after?.number ?? 0 }.prefix(limit).map { TestCity.revision($0) }
            },
            anomalies: { filter, after, limit in
                guard filter.shape == nil || filter.shape == .stuck else { return [] }
                return (1...3).filter { $0 > after?.id.rawValue ?? 0 }.prefix(limit).map { TestCity.anomaly($0) }
            },
            anomaly: { $0.rawValue <= 3 ? TestCity.anomaly($0.rawValue) : nil },
            models: { [TestCity.model] }, model: { $0 == ModelVersionID(1) ? TestCity.model : nil },
            jobs: { $0 == nil || $0 == .running ? [TestCity.job] : [] },
            job: { $0 == JobID(1) ? TestCity.job : nil },
            cancelJob: { id, _ in
                id == JobID(1) ? TestCity.ended(.cancelled) : id == JobID(2) ? TestCity.ended(.failed) : nil
            },
            ingest: { readings in
                let faults = readings.indices.filter { readings[$0].reading.value < 0 }.map {
                    ReadingFault(index: $0, field: "value", message: "Not plausible.", expected: "0 to 1e9 kWh")
                }
                guard faults.isEmpty else { throw IngestRefusal(faults: faults) }
                self.ingested.withLock { $0 += readings }
                return IngestReceipt(
                    received: readings.count, inserted: readings.count, unchanged: 0, revised: 1,
                    revisions: [RevisionRecord(series: SeriesID(1), start: TestCity.now, old: 1, new: 2)])
            },
            createSeries: { draft, _ in
                guard draft.externalName != "taken" else { throw SeriesRefusal.nameIsTaken("taken") }
                return TestCity.series(1)
            },
            createManySeries: { drafts, _ in
                drafts.map { draft in
                    draft.externalName == "taken"
                        ? .failure(.nameIsTaken("taken")) : .success(TestCity.series(1))
                }
            },
            balance: TestCity.balance,
            validation: TestCity.validation,
            members: TestCity.members,
            settings: TestCity.settings,
            audit: TestCity.audit,
            uploads: uploads,
            connectors: ConnectorService(
                list: { [TestCity.connector] },
                connector: { $0 == TestCity.connector.name ? TestCity.connector : nil },
                change: { name, change, _, precondition in
                    guard name == TestCity.connector.name else { return nil }
                    try precondition(TestCity.connector)
                    if change.baseURL == "https://127.0.0.1" {
                        throw ConnectorRefusal("A private address.", field: "baseUrl")
                    }
                    self.changed.withLock { $0.append(change) }
                    return TestCity.connector
                },
                run: { name, _ in name == TestCity.connector.name ? TestCity.job : nil },
                forecast: { id, moment in
                    guard id.rawValue <= 5 else { return .none }
                    return .some(moment.map { $0 < TestCity.now } ?? false ? nil : TestCity.weather(id))
                }),
            exportReadings: { request in
                guard request.series != nil else {
                    throw ExportRefusal(faults: [.init(field: "series", message: "Missing.", expected: "numbers")])
                }
                return ReadingsExport(
                    fileName: "readings.csv", contentType: "text/csv", isPacked: false, isMadeOnDisk: false
                ) { sink, _ in try await sink(Array("series,start,value\n".utf8)) }
            },
            retention: TestCity.retention,
            lines: LineService { body in
                self.lines.withLock { $0.append(body) }
                let lines = body.bytes.split(separator: UInt8(ascii: "\n"))
                let bad = lines.indices.filter { lines[$0].starts(with: Array("bad".utf8)) }
                return BatchOutcome(
                    accepted: lines.count - bad.count, refused: bad.count,
                    faults: bad.prefix(100).map {
                        ReadingFault(index: $0, field: "series", message: "There is no such series.", expected: "one")
                    })
            },
            ingestEach: { readings in
                let wrong = readings.indices.filter { readings[$0].reading.value < 0 }
                self.ingested.withLock { $0 += readings.filter { $0.reading.value >= 0 } }
                return BatchOutcome(
                    accepted: readings.count - wrong.count, refused: wrong.count,
                    faults: wrong.map {
                        ReadingFault(index: $0, field: "value", message: "Not plausible.", expected: "0 to 1e9 kWh")
                    })
            },
            apiKeys: TestCity.apiKeys, idempotency: answers.service)
        change(&service)
        return service
    }
}

extension Access {
    /// Everything that can be allowed in tenant 1, and the installation.
    static let everything = Access(
        principal: .user(UserID(1), session: SessionID(rawValue: "s")), name: "ada@example.com",
        scope: TenantScope(tenant: TenantID(1)), permissions: Set(Permission.allCases), isPlatformOwner: true)
}

extension HTTPFields {
    /// With a credential that `TestServer` takes, unless one is there.
    static func valid(_ headers: HTTPFields = [:]) -> HTTPFields {
        var headers = headers
        if headers[.authorization] == nil { headers[.authorization] = "Bearer valid" }
        return headers
    }
}

extension GridAPILimits {
    /// For tests that are not about time: hundreds run at once, and two steps of one may lie a minute apart.
    static let patient: GridAPILimits = {
        var limits = GridAPILimits()
        limits.requestTimeout = .seconds(600)
        limits.bodyTimeout = .seconds(600)
        limits.idleTimeout = .seconds(600)
        return limits
    }()
}
