import HTTPTypes
import Hummingbird

/// Finds out where a request comes from, counts it, and tells in every answer what is left.
struct RateLimitMiddleware: RouterMiddleware {
    typealias Context = GridRequestContext

    let limits: RequestLimits

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.client = limits.proxies.client(of: request, from: context.client)
        var response = try await answer(to: request, context, next)
        context.limits.write(to: &response.headers)
        return response
    }

    private func answer(
        to request: Request, _ context: Context, _ next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do throws(Problem) {
            try await limits.admitAny(context)
        } catch {
            return error.response(path: request.uri.path, requestID: context.requestID)
        }
        return try await next(request, context)
    }
}
