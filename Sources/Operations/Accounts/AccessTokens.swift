package import GridModel
package import Identity
package import Persistence
import Synchronization

/// Signs and verifies access tokens with keys that lie sealed in the database.
///
/// A key signs for ninety days; then a new one does, and the old one verifies until its last tokens have expired.
package final class AccessTokens: Sendable {
    static let keyLifetimeSeconds: Int64 = 90 * 86_400
    /// Long after the last token of a retired key has expired.
    private static let keptRetiredSeconds: Int64 = 86_400

    private let database: any Database
    private let keys: MasterKeyRing
    private let issuer: String
    private let now: @Sendable () -> Timestamp
    private let authority: Mutex<TokenAuthority>

    /// Opens the keys, and makes the first.
    /// - Parameter issuer: the installation's address.
    /// - Throws: `SealError` when they were sealed with another key than the installation's.
    package init(
        database: any Database, keys: MasterKeyRing, issuer: String, now: @escaping @Sendable () -> Timestamp
    ) async throws {
        self.database = database
        self.keys = keys
        self.issuer = issuer
        self.now = now
        authority = Mutex(try await Self.load(database, keys, issuer, now()))
    }

    /// Takes up the keys that other processes have made; makes a new one when it is time.
    package func refresh() async throws {
        let fresh = try await Self.load(database, keys, issuer, now())
        authority.withLock { $0 = fresh }
    }

    /// Nil for everything but a token of ours that is good now.
    package func verify(_ text: String) async -> AccessToken? {
        let authority = authority.withLock { $0 }
        return await authority.verify(text, at: now())
    }

    func sign(_ token: AccessToken) async throws -> String {
        let authority = authority.withLock { $0 }
        return try await authority.sign(token)
    }

    private static func load(
        _ database: any Database, _ keys: MasterKeyRing, _ issuer: String, _ now: Timestamp
    ) async throws -> TokenAuthority {
        let stored = try await database.readUnscoped { try SigningKeyRepository(platform: $0).all() }
        var usable = stored
        if !Self.hasCurrent(stored, now) {
            usable = try await database.writeUnscoped { try Self.rotate(keys, now, $0) }
        }
        let opened = try usable.map { sealed in
            try SigningKey(id: sealed.id, bytes: keys.open(sealed.key, context: SealContext.signingKey(sealed.id)))
        }
        guard let current = opened.first else {
            throw DatabaseError(.other, detail: "No key to sign tokens with was stored.")
        }
        return await TokenAuthority(issuer: issuer, current: current, others: Array(opened.dropFirst()))
    }

    private static func hasCurrent(_ stored: [SigningKeyRepository.Sealed], _ now: Timestamp) -> Bool {
        stored.first.map { $0.retiredAt == nil && now - $0.createdAt < keyLifetimeSeconds } ?? false
    }

    /// Another process may have been faster.
    private static func rotate(
        _ keys: MasterKeyRing, _ now: Timestamp, _ connection: any SQLConnection
    ) throws -> [SigningKeyRepository.Sealed] {
        let repository = SigningKeyRepository(platform: connection)
        let stored = try repository.all()
        guard !hasCurrent(stored, now) else { return stored }
        // What is there must be ours to open before anything is added to it.
        for sealed in stored { _ = try keys.open(sealed.key, context: SealContext.signingKey(sealed.id)) }
        let fresh = SigningKey()
        try repository.insert(
            fresh.id, sealed: try keys.seal(fresh.bytes, context: SealContext.signingKey(fresh.id)), at: now)
        try repository.retireAll(but: fresh.id, at: now)
        try repository.deleteRetired(before: now - keptRetiredSeconds)
        try AuditRepository(platform: connection).add(
            AuditEvent(
                actor: Actor(kind: .system, name: "signing keys"), action: "signingKey.create",
                objectKind: "signingKey", objectID: fresh.id), at: now)
        try connection.notify(.identity)
        return try repository.all()
    }
}
