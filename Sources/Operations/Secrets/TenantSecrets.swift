package import GridModel
package import Identity
package import Persistence

/// A tenant's secrets for services outside, such as a provider's API key.
///
/// Each is sealed (AES-256-GCM) with the tenant's own data key, which is sealed under the installation's key. So the
/// installation's key can be replaced without touching every secret, and what leaks of one tenant opens nothing of
/// another.
package struct TenantSecrets: Sendable {
    package static let mostBytes = 16 << 10

    private let database: any Database
    private let scope: TenantScope
    private let keys: MasterKeyRing
    private let now: @Sendable () -> Timestamp

    package init(
        database: any Database, scope: TenantScope, keys: MasterKeyRing, now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.scope = scope
        self.keys = keys
        self.now = now
    }

    /// Names, and when each was last set. Never a value.
    package func names() async throws -> [(name: String, changedAt: Timestamp)] {
        try await database.read(scope) { try TenantSecretRepository($0).names() }
    }

    /// - Throws: `SecretRefusal` for a name or size that is not taken.
    package func set(_ name: String, to value: [UInt8], by actor: Actor) async throws {
        let now = now()
        try await database.write(scope) { [keys] session in
            try Self.set(name, to: value, keys, at: now, by: actor, session)
        }
    }

    /// In a transaction that changes something else too.
    static func set(
        _ name: String, to value: [UInt8], _ keys: MasterKeyRing, at now: Timestamp, by actor: Actor,
        _ session: TenantSession
    ) throws {
        guard name.wholeMatch(of: /[a-z][a-z0-9.-]{0,99}/) != nil else { throw SecretRefusal.badName }
        guard (1...Self.mostBytes).contains(value.count) else { throw SecretRefusal.badSize(value.count) }
        let key = try DataKey.newest(session, keys) ?? DataKey.make(version: 1, session, keys, at: now)
        try TenantSecretRepository(session).set(
            name, keyVersion: key.version,
            value: try key.seal(value, context: SealContext.secret(name, of: session.scope.tenant)), at: now)
        try session.audit("secret.set", by: actor, on: "secret", name)
    }

    /// - Returns: nil without such a secret.
    /// - Throws: `SealError` when it cannot be opened: the installation's key is another than it was sealed under.
    package func value(_ name: String) async throws -> [UInt8]? {
        try await database.read(scope) { [keys] in try Self.value(name, keys, $0) }
    }

    static func value(_ name: String, _ keys: MasterKeyRing, _ session: TenantSession) throws -> [UInt8]? {
        guard let secret = try TenantSecretRepository(session).secret(name) else { return nil }
        return try DataKey.of(secret, session, keys).open(
            secret.value, context: SealContext.secret(name, of: session.scope.tenant))
    }

    /// - Returns: whether there was such a secret.
    package func remove(_ name: String, by actor: Actor) async throws -> Bool {
        try await database.write(scope) { try Self.remove(name, by: actor, $0) }
    }

    static func remove(_ name: String, by actor: Actor, _ session: TenantSession) throws -> Bool {
        guard try TenantSecretRepository(session).delete(name) else { return false }
        try session.audit("secret.remove", by: actor, on: "secret", name)
        return true
    }
}

package enum SecretRefusal: Error, Hashable, CustomStringConvertible {
    case badName
    case badSize(Int)

    package var description: String {
        switch self {
        case .badName: "A secret's name is 1 to 100 of a–z, 0–9, . and -, beginning with a letter."
        case .badSize(let bytes): "A secret has 1 to \(TenantSecrets.mostBytes) bytes; this one has \(bytes)."
        }
    }
}
