package import GridModel
package import Identity

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

/// Remembers for a while what providers say of themselves and which keys they sign by. It holds as much as there are
/// providers, which the installation names.
package actor ProviderDirectory {
    static let rememberedSeconds: Int64 = 600
    /// Keys are asked for again when a token names an unknown one, but no oftener: anybody can name one.
    static let shortestSeconds: Int64 = 60

    private let connection: ProviderConnection
    private let now: @Sendable () -> Timestamp
    private var descriptions: [String: SharedFetch<ProviderDescription>] = [:]
    private var keys: [String: SharedFetch<ProviderKeys>] = [:]

    package init(connection: ProviderConnection, now: @escaping @Sendable () -> Timestamp) {
        self.connection = connection
        self.now = now
    }

    /// - Throws: `ProviderFault`
    package func description(of provider: IdentityProvider) async throws -> ProviderDescription {
        let shared = descriptions[provider.id] ?? SharedFetch(now: now)
        descriptions[provider.id] = shared
        return try await shared.value(newerThan: Self.rememberedSeconds) { [connection] in
            try ProviderDescription(json: try await connection.get(provider.discoveryURL), of: provider)
        }.value
    }

    /// Whom a token tells of; its keys are looked at again where it names one that is not known: the provider may have
    /// changed them.
    /// - Throws: `ProviderFault`
    package func identity(_ token: String, of provider: IdentityProvider, nonce: String) async throws -> IDToken {
        let url = try await description(of: provider).keysURL
        let shared = keys[provider.id] ?? SharedFetch(now: now)
        keys[provider.id] = shared
        let fetch: @Sendable () async throws -> ProviderKeys = { [connection] in
            try await ProviderKeys(json: try await connection.get(url))
        }
        let known = try await shared.value(newerThan: Self.rememberedSeconds, fetch)
        do {
            return try await IDToken(token, of: provider, keys: known.value, nonce: nonce, at: now())
        } catch {
            // No pattern in the catch: Swift 6.3's compiler ends with an error of its own then.
            guard error == .unknownKey,
                let newer = try await shared.value(after: known.number, every: Self.shortestSeconds, fetch)
            else { throw error }
            return try await IDToken(token, of: provider, keys: newer.value, nonce: nonce, at: now())
        }
    }
}
