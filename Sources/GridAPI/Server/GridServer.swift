import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import LiveUpdates
package import Logging
package import Metrics
import NIOCore

/// The HTTP server: middleware, routes and limits around what it is given to serve.
///
/// It listens on 127.0.0.1 unless it is told another address: what is to be reached from elsewhere, is by a proxy that
/// ends TLS.
package struct GridServer {
    package struct Configuration: Sendable {
        package var port: Int
        package var address = ListenAddress.thisMachine
        package var limits = GridAPILimits()
        package var site: StaticSite?
        /// By which people reach the server through a proxy; nil: by the names of this machine alone.
        package var publicAddress: PublicAddress?
        package var crossOrigin = CrossOriginPolicy.none

        package init(port: Int = 8080, site: StaticSite? = nil, publicAddress: PublicAddress? = nil) {
            self.port = port
            self.site = site
            self.publicAddress = publicAddress
        }
    }

    private let configuration: Configuration
    private let logger: Logger
    private let metrics: any MetricsFactory
    private let accessControl: AccessControl
    private var routes: RouteTable

    /// - Parameter accessControl: who may do what, and the tenants that are served.
    package init(
        configuration: Configuration, accessControl: AccessControl, logger: Logger, metrics: any MetricsFactory
    ) {
        self.accessControl = accessControl
        self.configuration = configuration
        self.logger = logger
        self.metrics = metrics
        routes = RouteTable(
            timeout: configuration.limits.requestTimeout, bodyTimeout: configuration.limits.bodyTimeout)
    }

    package var limits: GridAPILimits { configuration.limits }

    /// Every route but the web app's.
    package var catalog: RouteCatalog { routes.catalog }

    /// Adds the whole API.
    package mutating func serve(
        hub: LiveHub, accounts: AccountRoutes, operation: OperationRoutes, platform: PlatformService
    ) {
        accounts.add(to: &routes, limits: limits)
        ZoneRoutes().add(to: &routes)
        NetworkRoutes().add(to: &routes)
        SeriesRoutes(limits: limits).add(to: &routes)
        BalanceRoutes().add(to: &routes)
        RetentionRoutes(limits: limits).add(to: &routes)
        ValidationRoutes(limits: limits).add(to: &routes)
        EditRoutes(limits: limits).add(to: &routes)
        IngestRoutes(limits: limits).add(to: &routes)
        UploadRoutes(limits: limits).add(to: &routes)
        ExportRoutes(limits: limits).add(to: &routes)
        LineRoutes(limits: limits).add(to: &routes)
        AnomalyRoutes().add(to: &routes)
        ModelRoutes().add(to: &routes)
        JobRoutes().add(to: &routes)
        ConnectorRoutes(limits: limits).add(to: &routes)
        MemberRoutes(limits: limits).add(to: &routes)
        RoleRoutes(limits: limits).add(to: &routes)
        InvitationRoutes(limits: limits).add(to: &routes)
        SettingsRoutes(limits: limits).add(to: &routes)
        AuditRoutes(limits: limits).add(to: &routes)
        PlatformRoutes(limits: limits, service: platform).add(to: &routes)
        APIKeyRoutes(limits: limits).add(to: &routes)
        LiveRoutes(hub: hub, limits: limits).add(to: &routes)
        OpenAPIRoute().add(to: &routes)
        operation.add(to: &routes)
    }

    package func router() -> Router<GridRequestContext> {
        let router = Router(context: GridRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestIDMiddleware())
        router.add(middleware: AccessLogMiddleware(metrics: metrics))
        router.add(
            middleware: SecurityHeadersMiddleware(isSecure: configuration.publicAddress?.isSecure ?? false))
        router.add(middleware: CrossOriginMiddleware(policy: configuration.crossOrigin))
        router.add(middleware: RateLimitMiddleware(limits: accessControl.limits))
        router.add(middleware: ProblemMiddleware(routes: catalog))
        router.add(
            middleware: HostGuard(
                configuration.publicAddress, listening: configuration.address, crossOrigin: configuration.crossOrigin))
        routes.register(on: router, accessControl: accessControl)
        StaticRoutes(site: configuration.site).register(on: router)
        return router
    }

    /// A service for a ServiceGroup. Shutting it down gracefully finishes the answers under way
    /// and ends the live streams.
    /// - Parameter onRunning: called with the port once the server listens.
    package func application(
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> Application<RouterResponder<GridRequestContext>> {
        let limits = configuration.limits
        let (count, logger, metrics) = (ConnectionCount(), logger, metrics)
        return Application(
            router: router(),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [
                        ConnectionGuard(limits: limits, count: count, logger: logger, metrics: metrics)
                    ],
                    idleTimeout: TimeAmount(limits.idleTimeout),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                        maxHeaderFieldCount: limits.headerCount))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.address.text, port: configuration.port)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
    }
}
