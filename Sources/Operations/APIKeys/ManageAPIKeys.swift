package import GridModel
package import Identity
package import Persistence

/// Makes, changes, rotates and revokes a tenant's API keys, each with its entry in the audit log, and tells every process
/// to forget what it knew of them.
package struct ManageAPIKeys: Sendable {
    /// Keys of a tenant that can be used.
    package static let mostActive = 500
    /// How long a rotated key may go on beside the new one.
    package static let overlaps: ClosedRange<Int64> = 0...720 * 3600

    private let database: any Database
    private let scope: TenantScope
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: the wall clock.
    package init(database: any Database, scope: TenantScope, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.scope = scope
        self.now = now
    }

    /// The key with its text, which nobody can find out again.
    /// - Throws: `APIKeyRefusal`, `MemberRefusal.mayNoMore`, `DatabaseError`
    package func make(_ draft: APIKeyDraft, by grantor: Grantor) async throws -> MadeAPIKey {
        let now = now()
        return try await database.write(scope) { session in
            let grantor = try grantor.standing(session, needing: .keysWrite)
            let settings = try draft.settings(grantedBy: grantor.permissions, now: now)
            let made = try Self.add(settings, by: grantor.actor, at: now, session)
            try Self.record("apiKey.create", made.key, after: made.key, by: grantor.actor, at: now, session)
            return made
        }
    }

    /// - Returns: nil without such a key.
    /// - Throws: `APIKeyRefusal`, `MemberRefusal.mayNoMore`, `DatabaseError`
    package func change(
        _ id: APIKeyID, to draft: APIKeyDraft, by grantor: Grantor,
        if precondition: @escaping Precondition<APIKey> = { _ in }
    ) async throws -> APIKey? {
        let now = now()
        return try await database.write(scope) { session in
            let grantor = try grantor.standing(session, needing: .keysWrite)
            let keys = APIKeyRepository(session)
            guard var key = try keys.key(id) else { return nil }
            try precondition(key)
            guard key.revokedAt == nil else { throw APIKeyRefusal.hasEnded }
            let before = key
            key.settings = try draft.settings(grantedBy: grantor.permissions, changing: before.settings, now: now)
            guard key != before else { return key }
            if before.state(at: now) != .active, key.state(at: now) == .active {
                // Whoever has its secret could use it again.
                try Self.require(grantor, toHave: key)
                try Self.requirePlace(at: now, session)
            }
            try keys.update(key)
            try Self.record("apiKey.change", key, before: before, after: key, by: grantor.actor, at: now, session)
            return key
        }
    }

    /// A new key with the same settings and as long a life; the old one ends after `overlap`.
    /// - Returns: nil without such a key.
    /// - Throws: `APIKeyRefusal`, `MemberRefusal.mayNoMore`, `DatabaseError`
    package func rotate(
        _ id: APIKeyID, overlapSeconds overlap: Int64, by grantor: Grantor
    ) async throws -> MadeAPIKey? {
        let now = now()
        return try await database.write(scope) { session in
            let grantor = try grantor.standing(session, needing: .keysWrite)
            let keys = APIKeyRepository(session)
            guard var old = try keys.key(id) else { return nil }
            guard old.state(at: now) == .active else { throw APIKeyRefusal.hasEnded }
            if let next = old.replacedBy { throw APIKeyRefusal.isReplaced(by: next) }
            try Self.require(grantor, toHave: old)
            let before = old
            var settings = old.settings
            settings.expiresAt = old.settings.expiresAt.map { now + ($0 - old.createdAt) }
            let made = try Self.add(settings, by: grantor.actor, at: now, session)
            old.replacedBy = made.key.id
            old.settings.expiresAt = min(old.settings.expiresAt ?? now + overlap, now + overlap)
            try keys.update(old)
            try Self.record("apiKey.rotate", old, before: before, after: old, by: grantor.actor, at: now, session)
            try Self.record("apiKey.create", made.key, after: made.key, by: grantor.actor, at: now, session)
            return made
        }
    }

    /// At once and for good. A key that was revoked stays as it was.
    /// - Returns: nil without such a key.
    /// - Throws: `MemberRefusal.mayNoMore`, `DatabaseError`
    package func revoke(
        _ id: APIKeyID, by grantor: Grantor, if precondition: @escaping Precondition<APIKey> = { _ in }
    ) async throws -> APIKey? {
        let now = now()
        return try await database.write(scope) { session in
            let grantor = try grantor.standing(session, needing: .keysWrite)
            let keys = APIKeyRepository(session)
            guard var key = try keys.key(id) else { return nil }
            try precondition(key)
            guard key.revokedAt == nil else { return key }
            let before = key
            key.revokedAt = now
            try keys.update(key)
            try Self.record("apiKey.revoke", key, before: before, after: key, by: grantor.actor, at: now, session)
            return key
        }
    }

    private static func add(
        _ settings: APIKey.Settings, by actor: Actor, at now: Timestamp, _ session: TenantSession
    ) throws -> MadeAPIKey {
        try requirePlace(at: now, session)
        let secret = SecretToken()
        let key = try APIKeyRepository(session).add(settings, secret: secret, by: actor.name, at: now)
        return MadeAPIKey(key: key, token: APIKeyToken(tenant: session.scope.tenant, key: key.id, secret: secret))
    }

    private static func requirePlace(at now: Timestamp, _ session: TenantSession) throws {
        guard try APIKeyRepository(session).activeCount(at: now) < mostActive else {
            throw APIKeyRefusal.tooMany(mostActive)
        }
    }

    private static func require(_ grantor: Grantor, toHave key: APIKey) throws {
        let beyond = key.settings.scopes.subtracting(grantor.permissions)
        guard beyond.isEmpty else { throw APIKeyRefusal.exceedsOwnPermissions(beyond.sorted()) }
    }

    static func record(
        _ action: String, _ key: APIKey, before: APIKey? = nil, after: APIKey, by actor: Actor, at now: Timestamp,
        _ session: TenantSession
    ) throws {
        try AuditRepository(session).add(
            AuditEvent(
                actor: actor, action: action, objectKind: "apiKey", objectID: key.id.description,
                before: try before.map { try APIKeyDocument($0).json }, after: try APIKeyDocument(after).json),
            at: now)
        try session.connection.notify(.identity)
    }
}

/// A key that was just made.
package struct MadeAPIKey: Hashable, Sendable {
    package let key: APIKey
    /// To be shown once.
    package let token: APIKeyToken

    package init(key: APIKey, token: APIKeyToken) {
        self.key = key
        self.token = token
    }
}
