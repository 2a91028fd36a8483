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
        /// Where the members are that a request may choose from; nil: it gets all.
        let fields: FieldSelection.Place?
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
    ///
    /// - Parameter fields: where the members are that a request may choose from by `fields`, here and below; nil: it gets
    ///   all.
    package mutating func getShared(
        _ path: String, _ requirement: Requirement, query: Set<String> = [], fields: FieldSelection.Place? = nil,
        _ handler: @escaping Handler
    ) {
        add(.get, path, requirement, query, isShared: true, fields: fields, handler)
    }

    /// - Parameter timeout: where a request may take longer than others, here and below.
    package mutating func get(
        _ path: String, _ requirement: Requirement, query: Set<String> = [], timeout: Duration? = nil,
        fields: FieldSelection.Place? = nil, _ handler: @escaping Handler
    ) {
        add(.get, path, requirement, query, timeout: timeout, fields: fields, handler)
    }

    package mutating func post(
        _ path: String, _ requirement: Requirement, query: Set<String> = [], timeout: Duration? = nil,
        _ handler: @escaping Handler
    ) {
        add(.post, path, requirement, query, timeout: timeout, handler)
    }

    /// A route of a tenant that makes something or sets something going: a request that comes again with the same
    /// `Idempotency-Key` is answered as the first was (`AnswerOnce`).
    package mutating func postOnce(
        _ path: String, _ permission: Permission, query: Set<String> = [], _ handler: @escaping Handler
    ) {
        add(.post, path, .permission(permission), query, isOnce: true, handler)
    }

    package mutating func delete(
        _ path: String, _ requirement: Requirement, query: Set<String> = [], _ handler: @escaping Handler
    ) {
        add(.delete, path, requirement, query, handler)
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
            let once = entry.isOnce ? AnswerOnce(bodyTimeout: bodyTimeout) : nil
            let fields = route.fields
            router.on(RouterPath(entry.path), method: entry.method) { request, context in
                let context = try await accessControl.admit(request, context, to: entry)
                var query = try QueryParameters(request.uri.query ?? "", allowed: entry.query)
                let shape = entry.method == .get ? AnswerShape(fields.flatMap { query.fields(in: $0) }) : nil
                try query.check()
                let asked = query
                var request = request
                if entry.requirement != .anyone, entry.method != .get {
                    request.body = RequestBody(
                        asyncSequence: AdmittedBody(request.body, isStillAdmitted: context.isStillAdmitted))
                } else if places != nil, entry.requirement == .anyone {
                    // Strangers share few places: none is held while a body is still to come.
                    request = try await request.withBodyArrived(upTo: Self.mostOpenBytes, within: bodyTimeout)
                }
                let asking = request
                let make: @Sendable () async throws -> Response = {
                    try await places.holding(for: context.access?.scope) {
                        try await withDeadline(timeout) {
                            try await AnswerShape.$current.withValue(shape) {
                                guard let once else {
                                    var query = asked
                                    return try await handler(asking, context, &query)
                                }
                                return try await once.answer(asking, context) { request in
                                    var query = asked
                                    return try await handler(request, context, &query)
                                }
                            }
                        }
                    }
                }
                guard let shape else { return try await make() }
                let find: @Sendable () async throws -> Response = {
                    let response = try await make()
                    guard shape.faults.isEmpty else {
                        throw Problem(.unprocessableContent, "The answer has no such members.", errors: shape.faults)
                    }
                    return Self.cacheable(response, entry.requirement)
                }
                guard let answers, let scope = context.access?.scope else {
                    return try await find().unlessKnown(to: asking)
                }
                return try await answers.answer(.init(scope: scope, uri: asking.uri.string), find)
                    .unlessKnown(to: asking)
            }
        }
    }

    /// What a client may keep, as long as it asks each time whether it is still good: the grid. What is of people, keys
    /// and the audit log is kept nowhere (`SecurityHeadersMiddleware`).
    private static func cacheable(_ response: Response, _ requirement: Requirement) -> Response {
        guard requirement == .permission(.gridRead), response.headers[.eTag] != nil else { return response }
        var response = response
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "private, no-cache" }
        response.headers[.vary] = "Authorization, Cookie"
        return response
    }

    private mutating func add(
        _ method: HTTPRequest.Method, _ path: String, _ requirement: Requirement, _ query: Set<String>,
        timeout: Duration? = nil, isShared: Bool = false, isOnce: Bool = false, fields: FieldSelection.Place? = nil,
        _ handler: @escaping Handler
    ) {
        let query = fields == nil ? query : query.union(["fields"])
        let isOpenRead = requirement == .anyone && method == .get
        routes.append(
            Route(
                entry: .init(method: method, path: path, query: query, requirement: requirement, isOnce: isOnce),
                timeout: timeout ?? self.timeout, takesPlace: timeout == nil && !isOpenRead, isShared: isShared,
                fields: fields, handler: handler))
    }
}
