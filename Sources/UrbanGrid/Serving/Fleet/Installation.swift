import Foundation
import GridAPI
import LiveUpdates
import Logging
import Observability
import Operations
import Persistence

/// What all tenants of this process share.
struct Installation: Sendable {
    struct Options: Sendable {
        let port: Int
        let address: ListenAddress
        let webRoot: URL
        /// Where models lie.
        let objects: URL
        /// Where files wait to be imported.
        let uploads: URL
        let logLevel: Logger.Level
        let commit: String?
        let connectors: ConnectorEnvironment
        let mqtt: MQTTSettings?
        /// The tenant that is served alone; nil: all that are active.
        let onlyTenant: String?
        /// By which people reach the server through a proxy; nil: this machine alone.
        let publicAddress: PublicAddress?
        /// Where files of tenants lie, and the exports of those that are deleted.
        let folders: TenantFolders
        let accounts: AccountEnvironment
        let limits: LimitSettings
        /// What `/metrics` asks for; nil: it answers anybody. Never printed.
        let metricsToken: String?

        /// What needs no database: where files lie and how much is said.
        /// - Throws: `SettingsError`, `SecretKeyFileError`
        init(_ settings: Settings, directory: URL, webRoot: URL, port: Int) throws {
            accounts = try AccountEnvironment(settings, directory: directory, port: port)
            self.port = port
            address = settings.listenAddress
            self.webRoot = webRoot
            objects = DatabaseFile.objects(in: directory)
            uploads = DatabaseFile.uploads(in: directory)
            logLevel = settings.logLevel
            commit = settings.commit
            connectors = ConnectorEnvironment(settings, keys: accounts.keys)
            mqtt = settings.mqtt
            onlyTenant = settings.tenant
            publicAddress = settings.publicAddress
            folders = TenantFolders(directory)
            limits = settings.limits
            metricsToken = settings.metricsToken
        }
    }

    let database: any Database
    let options: Options
    let registry = MetricsRegistry()
    let hub: LiveHub
    let logger: Logger

    init(database: any Database, options: Options) {
        self.database = database
        self.options = options
        hub = LiveHub(firstSequence: LiveHub.firstSequence(startedAt: Int64(Date().timeIntervalSince1970)))
        var logger = Logger(label: "urbangrid") { JSONLogHandler(label: $0) }
        logger.logLevel = options.logLevel
        self.logger = logger
        let process = ProcessMetrics()
        registry.collect { process.families() }
        registry.collect { [hub] in
            [.gauge("urbangrid_live_clients", "Clients that listen to live updates.", Double(hub.clientCount))]
        }
        do {
            try ExportFolder.sweep(exportFolder)
        } catch {
            logger.warning(
                "What killed exports left behind cannot be deleted.",
                metadata: ["folder": "\(exportFolder.path)", "cause": "\(String(reflecting: error))"])
        }
    }

    /// Names the tenant in every line.
    func logger(of tenant: Tenant) -> Logger {
        var logger = logger
        logger[metadataKey: "tenant"] = "\(tenant.code)"
        return logger
    }

    /// What invitations lead to.
    var links: InvitationLinks {
        InvitationLinks(publicURL: options.accounts.settings.publicURL)
    }

    /// Where exports that need a file are made.
    var exportFolder: URL { options.objects.deletingLastPathComponent().appending(path: "exports") }
}
