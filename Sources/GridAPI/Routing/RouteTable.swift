import HTTPTypes
package import Hummingbird

/// Collects routes and puts them into the router, each with its query check and its deadline.
package struct RouteTable {
    package typealias Handler = @Sendable (Request, GridRequestContext, inout QueryParameters) async throws -> Response

    private struct Route {
        let entry: RouteCatalog.Entry
        let timeout: Duration
        let isShared: Bool
        let handler: Handler
    }

    private let timeout: Duration
    private let answers = SharedAnswers()
    private var routes: [Route] = []

    /// - Parameter timeout: how long a handler may take to produce its answer's head.
    init(timeout: Duration) {
        self.timeout = timeout
    }

    var catalog: RouteCatalog {
        var catalog = RouteCatalog()
        for route in routes { catalog.add(route.entry) }
        return catalog
    }

    package mutating func get(_ path: String, query: Set<String> = [], _ handler: @escaping Handler) {
        add(.get, path, query, handler)
    }

    /// A route whose answer depends on nothing but the path and the query, so that requests at the same time may share
    /// one (`SharedAnswers`). Who may ask is to be settled before; what depends on who asks is not for this.
    package mutating func getShared(_ path: String, query: Set<String> = [], _ handler: @escaping Handler) {
        add(.get, path, query, isShared: true, handler)
    }

    /// - Parameter timeout: where a request may take longer than others.
    package mutating func post(
        _ path: String, query: Set<String> = [], timeout: Duration? = nil, _ handler: @escaping Handler
    ) {
        add(.post, path, query, timeout: timeout, handler)
    }

    package mutating func delete(_ path: String, _ handler: @escaping Handler) {
        add(.delete, path, [], handler)
    }

    package mutating func put(_ path: String, query: Set<String> = [], _ handler: @escaping Handler) {
        add(.put, path, query, handler)
    }

    func register(on router: Router<GridRequestContext>) {
        for route in routes {
            let (entry, handler, timeout) = (route.entry, route.handler, route.timeout)
            let answers = route.isShared ? answers : nil
            router.on(RouterPath(entry.path), method: entry.method) { request, context in
                let query = try QueryParameters(request.uri.query ?? "", allowed: entry.query)
                let make: @Sendable () async throws -> Response = {
                    try await withDeadline(timeout) {
                        var query = query
                        return try await handler(request, context, &query)
                    }
                }
                guard let answers else { return try await make() }
                return try await answers.answer(request.uri.string, make)
            }
        }
    }

    private mutating func add(
        _ method: HTTPRequest.Method, _ path: String, _ query: Set<String>, timeout: Duration? = nil,
        isShared: Bool = false, _ handler: @escaping Handler
    ) {
        routes.append(
            Route(
                entry: .init(method: method, path: path, query: query), timeout: timeout ?? self.timeout,
                isShared: isShared, handler: handler))
    }
}
