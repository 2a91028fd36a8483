import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Persistence

/// Turns every error into a problem that is safe to show, and logs the cause of those that are
/// the server's own.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = GridRequestContext

    let routes: RouteCatalog

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = problem(for: error, request: request, context: context)
            return problem.response(path: request.uri.path, requestID: context.requestID)
        }
    }

    private func problem(for error: any Error, request: Request, context: Context) -> Problem {
        switch error {
        case let problem as Problem:
            return problem
        case is NIOTooManyBytesError:
            return Problem(.contentTooLarge, "The body is larger than allowed.")
        case is HTTPParserError:
            return Problem(.badRequest, "The body is not framed as HTTP/1.1 asks.")
        case is CancellationError:
            context.logger.info("Request cancelled.")
            return .unavailable("The server is shutting down or took too long.")
        case let error as DatabaseError where Self.passes(error):
            context.logger.error("The database cannot do it now.", metadata: ["cause": "\(String(reflecting: error))"])
            return .unavailable(error.description)
        case let error as any HTTPResponseError:
            return problem(for: error, request: request, context: context)
        default:
            context.logger.error("Request failed.", metadata: ["cause": "\(String(reflecting: error))"])
            return .internalError
        }
    }

    /// Whether the same request may succeed later, without anybody mending the program.
    private static func passes(_ error: DatabaseError) -> Bool {
        switch error.kind {
        case .busy, .diskFull, .inputOutput, .readOnly, .cannotOpen, .unavailable, .interrupted: true
        default: false
        }
    }

    /// Errors of the framework: a path or method without a route, a body too large.
    private func problem(for error: any HTTPResponseError, request: Request, context: Context) -> Problem {
        switch error.status {
        case .notFound:
            let allowed = routes.methods(at: request.uri.path)
            guard !allowed.isEmpty else { return Problem(.notFound, "There is nothing at this path.") }
            var problem = Problem(.methodNotAllowed, "This path does not take \(request.method.rawValue).")
            problem.headers[.allow] = allowed.joined(separator: ", ")
            return problem
        case .contentTooLarge:
            return Problem(.contentTooLarge, "The body is larger than allowed.")
        case let status where status.kind == .clientError:
            return Problem(.badRequest, "The request cannot be read.")
        default:
            context.logger.error("Request failed.", metadata: ["cause": "\(String(reflecting: error))"])
            return .internalError
        }
    }
}
