package import GridModel
import Identity

/// How a provider is talked to: bounded in time and size, without following redirects.
package struct ProviderConnection: Sendable {
    /// JSON from an address. Throws `ProviderFault`.
    package var get: @Sendable (_ url: String) async throws -> [UInt8]
    /// Status and JSON for a form of names and values, by a client with a name and a secret where they go into a header.
    /// Throws `ProviderFault`.
    package var post:
        @Sendable (_ url: String, _ form: [(String, String)], _ credential: (String, String)?) async throws ->
            (status: Int, body: [UInt8])

    package init(
        get: @escaping @Sendable (String) async throws -> [UInt8],
        post:
            @escaping @Sendable (String, [(String, String)], (String, String)?) async throws ->
            (status: Int, body: [UInt8])
    ) {
        self.get = get
        self.post = post
    }
}

/// Remembers for a while what providers say of themselves and which keys they sign by.
package actor ProviderDirectory {
    private static let rememberedSeconds: Int64 = 600
    /// Keys are asked for again when a token names an unknown one, but no oftener: anybody can name one.
    private static let shortestSeconds: Int64 = 60

    private struct Known<Value: Sendable> {
        let value: Value
        let at: Timestamp
    }

    private let connection: ProviderConnection
    private let now: @Sendable () -> Timestamp
    private var descriptions: [String: Known<ProviderDescription>] = [:]
    private var keys: [String: Known<ProviderKeys>] = [:]

    package init(connection: ProviderConnection, now: @escaping @Sendable () -> Timestamp) {
        self.connection = connection
        self.now = now
    }

    /// - Throws: `ProviderFault`
    func description(of provider: IdentityProvider) async throws -> ProviderDescription {
        let now = now()
        if let known = descriptions[provider.id], now - known.at < Self.rememberedSeconds { return known.value }
        let value = try ProviderDescription(json: try await connection.get(provider.discoveryURL), of: provider)
        descriptions[provider.id] = Known(value: value, at: now)
        return value
    }

    /// Whom a token tells of; its keys are looked at again where it names one that is not known.
    /// - Throws: `ProviderFault`
    func identity(_ token: String, of provider: IdentityProvider, nonce: String) async throws -> IDToken {
        do {
            return try await IDToken(
                token, of: provider, keys: try await keys(of: provider, newerThan: Self.rememberedSeconds),
                nonce: nonce, at: now())
        } catch ProviderFault.unknownKey {
            return try await IDToken(
                token, of: provider, keys: try await keys(of: provider, newerThan: Self.shortestSeconds),
                nonce: nonce, at: now())
        }
    }

    private func keys(of provider: IdentityProvider, newerThan seconds: Int64) async throws -> ProviderKeys {
        let now = now()
        if let known = keys[provider.id], now - known.at < seconds { return known.value }
        let url = try await description(of: provider).keysURL
        let value = try await ProviderKeys(json: try await connection.get(url))
        keys[provider.id] = Known(value: value, at: now)
        return value
    }
}
