import HTTPTypes
package import Hummingbird
package import Identity

/// Collects routes and puts them into the router, each with what it asks of the caller, its query check and its
/// deadline. Whoever may not call a route learns nothing of its parameters.
package struct RouteTable {
    package typealias Handler = @Sendable (Request, GridRequestContext, inout QueryParameters) async throws -> Response

    private struct Route {
        let entry: RouteCatalog.Entry
        let timeout: Duration
        /// Whether its handler needs one of the places that tenants share; those that may take long have limits of
        /// their own.
        let takesPlace: Bool
        /// Whether requests at the same time may share an answer.
        let isShared: Bool
        let handler: Handler
    }

    private let timeout: Duration
    /// Bodies that are for anyone are smaller.
    private static let mostOpenBytes = 64 << 10

    private let bodyTimeout: Duration
    private let answers = SharedAnswers()
    private var routes: [Route] = []

    /// - Parameters:
    ///   - timeout: how long a handler may take to produce its answer's head.
    ///   - bodyTimeout: how long a body may take to arrive that anyone may send.
    init(timeout: Duration, bodyTimeout: Duration) {
        self.timeout = timeout
        self.bodyTimeout = bodyTimeout
    }

    var catalog: RouteCatalog {
        var catalog = RouteCatalog()
        for route in routes { catalog.add(route.entry) }
        return catalog
    }

    /// A route whose answer depends on nothing but the tenant, the path and the query, so that requests at the same time
    /// may share one (`SharedAnswers`), each after it was admitted. What depends on who asks is not for this.
    package mutating func getShared(
        _ path: String, _ requirement: Requirement, query: Set<String> = [], _ handler: @escaping Handler
    ) {
        add(.get, path, requirement, query, isShared: true, handler)
    }

    /// - Parameter timeout: where a request may take longer than others, here and below.
    package mutating func get(
        _ path: String, _ requirement: Requirement, query: Set<String> = [], timeout: Duration? = nil,
        _ handler: @escaping Handler
    ) {
        add(.get, path, requirement, query, timeout: timeout, handler)
    }

    package mutating func post(
        _ path: String, _ requirement: Requirement, query: Set<String> = [], timeout: Duration? = nil,
        _ handler: @escaping Handler
    ) {
        add(.post, path, requirement, query, timeout: timeout, handler)
    }

    package mutating func delete(_ path: String, _ requirement: Requirement, _ handler: @escaping Handler) {
        add(.delete, path, requirement, [], handler)
    }

    package mutating func put(
        _ path: String, _ requirement: Requirement, query: Set<String> = [], _ handler: @escaping Handler
    ) {
        add(.put, path, requirement, query, handler)
    }

    func register(on router: Router<GridRequestContext>, accessControl: AccessControl) {
        for route in routes {
            let (entry, handler, timeout) = (route.entry, route.handler, route.timeout)
            let places = route.takesPlace ? accessControl.limits.places(for: entry.rateClass) : nil
            let (answers, bodyTimeout) = (route.isShared ? answers : nil, bodyTimeout)
            router.on(RouterPath(entry.path), method: entry.method) { request, context in
                let context = try await accessControl.admit(request, context, to: entry)
                let query = try QueryParameters(request.uri.query ?? "", allowed: entry.query)
                // Strangers share few places: none is held while a body is still to come.
                let request =
                    try await places != nil && entry.requirement == .anyone
                    ? request.withBodyArrived(upTo: Self.mostOpenBytes, within: bodyTimeout) : request
                let make: @Sendable () async throws -> Response = {
                    try await places.holding(for: context.access?.scope) {
                        try await withDeadline(timeout) {
                            var query = query
                            return try await handler(request, context, &query)
                        }
                    }
                }
                guard let answers, let scope = context.access?.scope else { return try await make() }
                return try await answers.answer(.init(scope: scope, uri: request.uri.string), make)
            }
        }
    }

    private mutating func add(
        _ method: HTTPRequest.Method, _ path: String, _ requirement: Requirement, _ query: Set<String>,
        timeout: Duration? = nil, isShared: Bool = false, _ handler: @escaping Handler
    ) {
        let isOpenRead = requirement == .anyone && method == .get
        routes.append(
            Route(
                entry: .init(method: method, path: path, query: query, requirement: requirement),
                timeout: timeout ?? self.timeout, takesPlace: timeout == nil && !isOpenRead, isShared: isShared,
                handler: handler))
    }
}
