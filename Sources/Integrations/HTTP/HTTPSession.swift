import AsyncHTTPClient
import Foundation
public import GridModel
import NIOCore
import NIOHTTP1
import NIOPosix

/// A poll's conversation with one service: TLS checked, bounded in time and size, to an address that was checked.
///
/// The host's name is resolved once; the address is held against the rules and then used for every connection, so
/// that a name that changes its mind in between leads nowhere. Redirects are not followed.
public struct HTTPSession: Sendable {
    public struct Limits: Hashable, Sendable {
        public var bodyBytes = 16 << 20
        public var connectSeconds: Int64 = 10
        /// For a request and its answer's head; the body may take as long again.
        public var requestSeconds: Int64 = 30

        public init() {}
    }

    private let client: HTTPClient
    private let address: ServiceAddress
    private let limits: Limits
    private let now: @Sendable () -> Timestamp

    /// Opens a session for the time of `body`.
    /// - Parameter allowsPrivate: whether addresses of the own machine and network may be talked to.
    /// - Throws: `ConnectorError`, or what `body` throws.
    public static func with<Value: Sendable>(
        _ address: ServiceAddress, allowsPrivate: Bool, limits: Limits = Limits(),
        now: @escaping @Sendable () -> Timestamp, _ body: (HTTPSession) async throws -> Value
    ) async throws -> Value {
        let resolved = try await resolve(address)
        guard allowsPrivate || resolved.isPublic, let ip = resolved.ipAddress else {
            throw ConnectorError.misconfigured(
                "“\(address.host)” is an address of this machine or a private network; see URBANGRID_CONNECTORS_PRIVATE."
            )
        }
        var configuration = HTTPClient.Configuration.outgoing(
            connectSeconds: limits.connectSeconds, readSeconds: limits.requestSeconds)
        configuration.dnsOverride = [address.host: ip]
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let value = try await body(HTTPSession(client: client, address: address, limits: limits, now: now))
            try await client.shutdown()
            return value
        } catch {
            // The error at hand is the one that matters.
            try? await client.shutdown()
            throw error
        }
    }

    /// - Returns: the answer when its status is 200 and it says that it is JSON.
    /// - Throws: `ConnectorError`; `CancellationError` when the task is cancelled.
    public func get(_ query: HTTPQuery) async throws -> HTTPAnswer {
        var request = HTTPClientRequest(url: address.text + query.target)
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "User-Agent", value: "UrbanGrid")
        for header in query.headers { request.headers.add(name: header.name, value: header.value) }
        do {
            let response = try await client.execute(request, timeout: .seconds(limits.requestSeconds))
            let body = try await body(of: response)
            try check(response, body)
            return HTTPAnswer(body: body, remaining: Self.rateLimit(response.headers))
        } catch let error as ConnectorError {
            throw error
        } catch {
            if Task.isCancelled || error is CancellationError { throw CancellationError() }
            throw ConnectorError.unreachable(Self.reason(error))
        }
    }

    /// The whole body, within the limits.
    private func body(of response: HTTPClientResponse) async throws -> [UInt8] {
        let limits = limits
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                do {
                    return Array(try await response.body.collect(upTo: limits.bodyBytes).readableBytesView)
                } catch is NIOTooManyBytesError {
                    throw ConnectorError.unexpected("It is larger than \(limits.bodyBytes) bytes.")
                }
            }
            group.addTask {
                // The deadline of the race: the client's own ends with the answer's head.
                try await Task.sleep(for: .seconds(limits.requestSeconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let body = try await group.next() ?? nil else {
                throw ConnectorError.unreachable("the answer took longer than \(limits.requestSeconds) s")
            }
            return body
        }
    }

    private func check(_ response: HTTPClientResponse, _ body: [UInt8]) throws(ConnectorError) {
        let status = Int(response.status.code)
        let wait = response.headers.first(name: "Retry-After").flatMap { RetryAfter.seconds($0, now: now()) }
        switch status {
        case 200: break
        case 429: throw .overLimit(retryAfterSeconds: wait ?? Self.rateLimit(response.headers)?.resetSeconds)
        case 503 where wait != nil: throw .overLimit(retryAfterSeconds: wait)
        case 500...: throw .serverFailed(status: status)
        case 300..<400: throw .refused(status: status, reason: "It points elsewhere; redirects are not followed.")
        default: throw .refused(status: status, reason: ErrorBody.reason(body) ?? "no reason given")
        }
        let type = response.headers.first(name: "Content-Type") ?? "no Content-Type"
        guard type.lowercased().contains("json") else {
            throw .unexpected("It is \(type.prefix(60)), not JSON.")
        }
    }

    private static func rateLimit(_ headers: HTTPHeaders) -> HTTPAnswer.RateLimit? {
        guard let requests = headers.first(name: "x-ratelimit-remaining").flatMap({ Int($0) }),
            let reset = headers.first(name: "x-ratelimit-reset").flatMap({ Int64($0) })
        else { return nil }
        return HTTPAnswer.RateLimit(requests: requests, resetSeconds: min(max(0, reset), 86_400))
    }

    private static func resolve(_ address: ServiceAddress) async throws -> SocketAddress {
        do {
            return try await NIOThreadPool.singleton.runIfActive {
                try SocketAddress.makeAddressResolvingHost(address.host, port: address.portOrDefault)
            }
        } catch {
            throw ConnectorError.unreachable("the host “\(address.host)” has no address")
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where [.connectTimeout, .readTimeout, .deadlineExceeded].contains(error):
            "it did not answer in time"
        case let error as HTTPClientError: error.shortDescription
        case is HTTPParserError: "the answer broke off or is not HTTP"
        default: String(String(describing: error).prefix(200))
        }
    }
}

/// The reason inside an answer that refuses: `reason` of Open-Meteo, `detail` or `message` of OpenAQ.
private enum ErrorBody {
    static func reason(_ body: [UInt8]) -> String? {
        guard body.count <= 64 << 10,
            let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        else { return nil }
        let text = ["reason", "message", "detail"].lazy.compactMap { object[$0] as? String }.first
        return text.map { String($0.filter { !$0.isNewline }.prefix(300)) }
    }
}
