import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Integrations
import Logging
import NIOCore
import Synchronization

/// A provider on this machine, that answers what a test says.
final class LocalProvider: Sendable {
    typealias Answer = @Sendable (Request) async throws -> Response

    private let requests = Mutex<[Request]>([])

    var seen: [Request] { requests.withLock { $0 } }

    /// The query parameters of each request, in order.
    var queries: [[String: String]] {
        seen.map { request in
            Dictionary(request.uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in first }
        }
    }

    /// Runs the provider for the time of `body`, which gets its base URL.
    static func with(
        _ answer: @escaping Answer, _ body: @escaping @Sendable (LocalProvider, String) async throws -> Void
    ) async throws {
        let provider = LocalProvider()
        let router = Router()
        router.get("**") { request, _ in
            provider.requests.withLock { $0.append(request) }
            return try await answer(request)
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "provider")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                port.yield(channel.localAddress?.port ?? 0)
                port.finish()
            }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                for await port in ports { try await body(provider, "http://127.0.0.1:\(port)") }
            }
            // Whichever ends first: the test, or a provider that could not start.
            try await group.next()
            group.cancelAll()
        }
    }

    static func json(_ text: String, _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// One session with the provider, as a poll has it.
    static func ask<Value: Sendable>(
        _ base: String, allowsPrivate: Bool = true, limits: HTTPSession.Limits = .init(),
        _ body: @Sendable (HTTPSession) async throws -> Value
    ) async throws -> Value {
        try await HTTPSession.with(
            try ServiceAddress(base, allowsPrivate: allowsPrivate), allowsPrivate: allowsPrivate, limits: limits,
            now: { Timestamp(secondsSinceEpoch: 1_795_608_000) }, body)
    }
}
