import Foundation
import GridAPI
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NIOCore
import Observability
import Persistence
import Synchronization
import Testing

/// Sends secrets by every way a request can carry one, to routes that succeed, refuse and fail, and looks for them in
/// all that the server has logged and counted.
@Suite struct SecretsInLogsTests {
    private static let secret = "s3cr3t-PlantedHere-43characters-long-000000"

    private struct Failure: Error {}

    /// Every route, with secrets in all headers that carry credentials, and in the query and the body.
    @Test(arguments: [Logger.Level.trace, .info])
    func noSecretOfARequestIsLogged(level: Logger.Level) async throws {
        let server = TestServer(level: level) { service in
            service.zones = { throw DatabaseError(.busy, detail: "busy") }
            service.models = { throw Failure() }
        }
        let secret = Self.secret
        let credentials: [HTTPFields] = [
            [.authorization: "Bearer \(secret)"], [.authorization: "Token \(secret)"],
            [.authorization: "Basic " + Data("user:\(secret)".utf8).base64EncodedString()],
            [.cookie: "urbangrid_access=\(secret); urbangrid_refresh=\(secret)"],
            [.authorization: "Bearer valid", .cookie: "urbangrid_access=\(secret)"],
        ]
        let body = ByteBuffer(string: #"{"password":"\#(secret)","token":"\#(secret)","name":"\#(secret)"}"#)
        let routes = server.server.catalog.entries.filter { !$0.path.contains("/live/") }
        try await server.server.application().test(.router) { client in
            for entry in routes {
                let path = entry.path.replacing(/\{[a-z]+\}/, with: "1")
                for (index, headers) in credentials.enumerated() {
                    var headers = headers
                    headers[.contentType] = "application/json"
                    let uri = path + (index % 2 == 0 ? "?token=\(secret)&p=\(secret)&u=\(secret)" : "")
                    let answer = try await client.execute(
                        uri: uri, method: entry.method, headers: headers, body: entry.method == .get ? nil : body)
                    #expect(answer.status.code >= 200)
                }
            }
        }
        let answered = routes.count * credentials.count
        #expect(answered > 300)
        let lines = server.log.withLock { $0 }
        #expect(lines.count >= answered)
        let basic = Data("user:\(secret)".utf8).base64EncodedString()
        for line in lines { #expect(!line.contains(secret) && !line.contains(basic), "\(line.prefix(300))") }
        #expect(!server.registry.text().contains(secret))
    }
}
