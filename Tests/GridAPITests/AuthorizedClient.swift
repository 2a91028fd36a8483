import HTTPTypes
import HummingbirdTesting
import NIOCore

/// Sends a credential that `TestServer` takes with every request that has none of its own.
struct AuthorizedClient: TestClientProtocol {
    let client: any TestClientProtocol

    var port: Int? { client.port }

    func executeRequest(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields, body: ByteBuffer?
    ) async throws -> TestResponse {
        try await client.executeRequest(uri: uri, method: method, headers: .valid(headers), body: body)
    }
}
