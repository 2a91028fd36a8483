import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Requests to a service that whoever runs the installation has named, such as one that people sign in with: bounded in time and size, redirects not followed.
///
/// They may run it in their own network; so its address is not held against the rules for what tenants name.
public struct ProviderRequests: Sendable {
    private static let bodyBytes = 1 << 20
    private let seconds: Int64

    /// - Parameter seconds: until it is connected, and until the answer's head is there.
    public init(seconds: Int64 = 10) {
        self.seconds = seconds
    }

    /// The body of an answer with status 200.
    /// - Throws: `ConnectorError`
    public func get(_ url: String) async throws -> [UInt8] {
        let (status, body) = try await send(HTTPClientRequest(url: url))
        guard status == 200 else { throw ConnectorError.unexpected("\(url) answers with \(status)") }
        return body
    }

    /// What a GET is answered with, whatever its status. No error tells the address.
    /// - Throws: `ConnectorError`
    func answer(to url: String, headers: [(String, String)]) async throws -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: url)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        return try await send(request)
    }

    /// - Parameter credential: the client's name and secret, for the header (RFC 6749 §2.3.1).
    /// - Throws: `ConnectorError`
    public func post(
        _ url: String, _ form: [(String, String)], _ credential: (String, String)?
    ) async throws -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let (name, secret) = credential {
            let plain = PercentEncoding.text(name) + ":" + PercentEncoding.text(secret)
            request.headers.add(name: "Authorization", value: "Basic " + Data(plain.utf8).base64EncodedString())
        }
        let text = form.map { "\(PercentEncoding.text($0.0))=\(PercentEncoding.text($0.1))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: text))
        return try await send(request)
    }

    private func send(_ given: HTTPClientRequest) async throws -> (status: Int, body: [UInt8]) {
        var request = given
        if !request.headers.contains(name: "Accept") {
            request.headers.add(name: "Accept", value: "application/json")
        }
        request.headers.add(name: "User-Agent", value: "UrbanGrid")
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: .outgoing(connectSeconds: seconds, readSeconds: seconds))
        let result: Result<(status: Int, body: [UInt8]), any Error>
        do {
            let response = try await client.execute(request, timeout: .seconds(seconds))
            let body = try await response.body.collect(upTo: Self.bodyBytes)
            result = .success((Int(response.status.code), Array(body.readableBytesView)))
        } catch {
            result = .failure(error)
        }
        // What was learned is what matters.
        try? await client.shutdown()
        do {
            return try result.get()
        } catch is NIOTooManyBytesError {
            throw ConnectorError.unexpected("its answer is larger than \(Self.bodyBytes) bytes")
        } catch {
            if Task.isCancelled || error is CancellationError { throw CancellationError() }
            throw ConnectorError.unreachable(String(String(describing: error).prefix(200)))
        }
    }
}
