import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore
import Synchronization

/// Logs and counts every answer: method, route, status, duration, bytes. Never the query's values.
///
/// A stream is logged when it ends.
struct AccessLogMiddleware: RouterMiddleware {
    typealias Context = GridRequestContext

    private let meters: RouteMeters

    init(metrics: any MetricsFactory) {
        meters = RouteMeters(metrics)
    }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        if request.method == .head { response = response.createHeadResponse() }
        let entry = Entry(
            method: request.method.rawValue, route: context.endpointPath ?? "none",
            path: String(request.uri.path.prefix(Self.loggedPath)),
            status: response.status.code, start: start)
        if let length = response.body.contentLength {
            record(entry, bytes: length, logger: context.logger)
        } else {
            response.body = counted(response.body) { record(entry, bytes: $0, logger: context.logger) }
        }
        return response
    }

    private struct Entry: Sendable {
        let method: String
        let route: String
        let path: String
        let status: Int
        let start: ContinuousClock.Instant
    }

    private func record(_ entry: Entry, bytes: Int, logger: Logger) {
        let elapsed = ContinuousClock.now - entry.start
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let method = Self.knownMethods.contains(entry.method) ? entry.method : "other"
        meters.of(method: method, route: entry.route, status: entry.status).record(seconds: seconds, bytes: bytes)
        logger.info(
            "Request answered.",
            metadata: [
                "method": .string(method), "route": .string(entry.route), "path": .string(entry.path),
                "status": .stringConvertible(entry.status), "bytes": .stringConvertible(bytes),
                "durationMs": .string(Self.milliseconds(seconds)),
            ])
    }

    /// Characters of a path in the log: more is no path of ours.
    private static let loggedPath = 200

    private static let knownMethods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    private static func milliseconds(_ seconds: Double) -> String {
        String((seconds * 1e6).rounded() / 1000)
    }

    /// The body, telling how many bytes it had when it has been written or given up.
    private func counted(_ body: ResponseBody, _ done: @escaping @Sendable (Int) -> Void) -> ResponseBody {
        let count = ByteCount()
        return ResponseBody { writer in
            defer { done(count.value.load(ordering: .relaxed)) }
            try await body.map { part in
                count.value.add(part.readableBytes, ordering: .relaxed)
                return part
            }.write(writer)
        }
    }

    private final class ByteCount: Sendable {
        let value = Atomic(0)
    }
}
