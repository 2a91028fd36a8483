package import GridModel
package import Identity
package import Integrations
import Persistence

/// What the program's environment gives the connectors, and how they reach the world.
package struct ConnectorEnvironment: Sendable {
    package typealias Get = @Sendable (HTTPQuery) async throws -> HTTPAnswer
    /// Opens a conversation with a service for the time of a closure.
    package typealias Converse =
        @Sendable (ServiceAddress, _ body: @Sendable (@escaping Get) async throws -> [FetchedValues]) async throws ->
        [FetchedValues]

    /// Of the providers that take one, by the variable that it came from. Never logged or shown.
    package let openMeteoKey: String?
    package let openAQKey: String?
    /// Whether services on this machine and on private networks may be asked, and plain HTTP be spoken.
    package let allowsPrivateAddresses: Bool
    /// What tenants' own keys are sealed with; nil: they can have none.
    let secretKeys: MasterKeyRing?
    let converse: Converse
    let now: @Sendable () -> Timestamp
    let random: @Sendable () -> Double

    /// - Parameters:
    ///   - now: the wall clock: weather does not follow a replay.
    ///   - random: uniform in 0…1.
    ///   - converse: nil: over HTTP.
    package init(
        openMeteoKey: String?, openAQKey: String?, allowsPrivateAddresses: Bool, secretKeys: MasterKeyRing? = nil,
        now: @escaping @Sendable () -> Timestamp,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }, converse: Converse? = nil
    ) {
        self.openMeteoKey = openMeteoKey
        self.openAQKey = openAQKey
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.secretKeys = secretKeys
        self.now = now
        self.random = random
        self.converse =
            converse ?? { address, body in
                try await HTTPSession.with(address, allowsPrivate: allowsPrivateAddresses, now: now) { session in
                    try await body { try await session.get($0) }
                }
            }
    }

    /// The key for a connector, if it may be sent to that host: the provider's own, or one that the operator runs.
    /// - Parameter own: the tenant's own key, which comes before the installation's.
    func key(of kind: ConnectorKind, for address: ServiceAddress, own: String?) -> String? {
        guard allowsPrivateAddresses || address.isWithin(kind.domain) else { return nil }
        return own ?? installationKey(of: kind)
    }

    /// The tenant's own key with a provider; nil where it has none.
    /// - Throws: `ConnectorError.misconfigured` when it is there and cannot be opened.
    func ownKey(of kind: ConnectorKind, _ session: TenantSession) throws -> String? {
        guard let secretKeys else { return nil }
        do {
            return try TenantSecrets.value(Self.secret(kind), secretKeys, session).map {
                String(decoding: $0, as: UTF8.self)
            }
        } catch is SealError {
            throw ConnectorError.misconfigured("The tenant's own key cannot be opened; set it again.")
        }
    }

    /// The name of the secret that a tenant's own key is.
    static func secret(_ kind: ConnectorKind) -> String { "connector.\(kind.rawValue).key" }

    func installationKey(of kind: ConnectorKind) -> String? {
        switch kind {
        case .openMeteoWeather, .openMeteoAirQuality: openMeteoKey
        case .openAQ: openAQKey
        }
    }
}

// Services that hold it are printed whole by whoever runs them, at the level `debug`.
extension ConnectorEnvironment: CustomStringConvertible, CustomReflectable {
    /// Does not show the keys.
    package var description: String { "ConnectorEnvironment" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
