import Identity
import Integrations
import Operations

extension ProviderConnection {
    /// By the network.
    static let http: ProviderConnection = {
        let requests = ProviderRequests()
        return ProviderConnection(
            get: { url in try await fault { try await requests.get(url) } },
            post: { url, form, credential in try await fault { try await requests.post(url, form, credential) } })
    }()

    private static func fault<Value>(_ ask: () async throws -> Value) async throws -> Value {
        do {
            return try await ask()
        } catch ConnectorError.unreachable(let reason) {
            throw ProviderFault.unreachable(reason)
        } catch let error as ConnectorError {
            throw ProviderFault.unexpected(String(describing: error))
        }
    }
}
