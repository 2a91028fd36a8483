import GridModel
import HTTPTypes
import Hummingbird
import Synchronization

/// Tells browsers which pages of other sites may call the API (CORS, fetch.spec.whatwg.org).
///
/// Those that a tenant has on its list, and only with a token of their own: credentials that a browser adds unasked
/// are never allowed (`Access-Control-Allow-Credentials` is never sent), so that no origin can act as whoever is signed
/// in here. An answer is shown to a page only when the tenant that it is of allows the page's origin.
struct CrossOriginMiddleware: RouterMiddleware {
    typealias Context = GridRequestContext

    private static let methods = "GET, POST, PUT, DELETE"
    private static let headers =
        "Authorization, Content-Type, Content-Encoding, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"
    private static let exposed =
        "ETag, Idempotency-Replayed, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id"
    private static let preflightSeconds = "600"

    let policy: CrossOriginPolicy

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.hasPrefix("/api/") else { return try await next(request, context) }
        guard let origin = request.headers[.origin] else {
            var response = try await next(request, context)
            // What a client keeps of it must not serve a page of another site.
            response.headers[values: .vary].append("Origin")
            return response
        }
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            return try await preflight(origin)
        }
        var context = context
        let admitted = AdmittedTenant()
        context.admitted = admitted
        var response = try await next(request, context)
        response.headers[values: .vary].append("Origin")
        if let tenant = admitted.value, try await policy.allows(origin, tenant) {
            response.headers[.accessControlAllowOrigin] = origin
            response.headers[.accessControlExposeHeaders] = Self.exposed
            // Otherwise the browser keeps what it was allowed to read from the page.
            response.headers[.resourcePolicy] = "cross-origin"
        }
        return response
    }

    private func preflight(_ origin: String) async throws -> Response {
        var headers: HTTPFields = [.vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"]
        if try await policy.allows(origin, nil) {
            headers[.accessControlAllowOrigin] = origin
            headers[.accessControlAllowMethods] = Self.methods
            headers[.accessControlAllowHeaders] = Self.headers
            headers[.accessControlMaxAge] = Self.preflightSeconds
        }
        return Response(status: .noContent, headers: headers)
    }
}

/// The tenant that a request was admitted to, for middleware around its handler.
final class AdmittedTenant: Sendable {
    private let tenant = Mutex<TenantID?>(nil)

    var value: TenantID? { tenant.withLock { $0 } }

    func set(_ tenant: TenantID?) { self.tenant.withLock { $0 = tenant } }
}
