package import GridModel
package import Identity
package import Persistence
import Synchronization

/// Finds out whose credential a request shows, and what they may do.
///
/// Access tokens are verified once and then remembered: until they expire, or something changes about anybody's
/// sessions, roles or tenants; never longer than ten seconds without a look into the database. What is not valid is not
/// remembered, so that strangers cannot fill the memory.
package final class Authenticate: Sendable {
    /// Credential text and the client's address to what an API key may do; nil: no such key.
    package typealias Keys = @Sendable (String, String) async throws -> Access?

    private struct Entry {
        let access: Access
        let goodUntil: Timestamp
        let expiresAt: Timestamp
    }

    private struct Memory {
        var entries: [String: Entry] = [:]
        /// Counts what was forgotten: what was read before is not remembered after.
        var generation = 0
    }

    package static let keyPrefix = "ugk_"
    private static let rememberedSeconds: Int64 = 10

    private let database: any Database
    private let tokens: AccessTokens
    private let demand: SecondFactorDemand
    private let keys: Keys
    private let capacity: Int
    private let now: @Sendable () -> Timestamp
    private let memory = Mutex(Memory())

    /// - Parameters:
    ///   - keys: authenticates what begins with `ugk_`.
    ///   - ownersNeedSecondFactor: as `AccountSettings` says.
    ///   - capacity: tokens that are remembered; beyond, all are forgotten and looked up anew.
    package init(
        database: any Database, tokens: AccessTokens, ownersNeedSecondFactor: Bool = false, capacity: Int = 10_000,
        now: @escaping @Sendable () -> Timestamp,
        keys: @escaping Keys
    ) {
        self.database = database
        self.tokens = tokens
        demand = SecondFactorDemand(ofPlatformOwners: ownersNeedSecondFactor)
        self.capacity = capacity
        self.now = now
        self.keys = keys
    }

    /// Nil for a credential that is not valid (any more).
    package func callAsFunction(_ credential: String, from address: String) async throws -> Access? {
        if credential.hasPrefix(Self.keyPrefix) { return try await keys(credential, address) }
        let now = now()
        let (known, generation) = memory.withLock { ($0.entries[credential], $0.generation) }
        if let known, known.goodUntil > now { return known.access }
        guard let token = await tokens.verify(credential), let access = try await access(token, at: now) else {
            memory.withLock { _ = $0.entries.removeValue(forKey: credential) }
            return nil
        }
        let entry = Entry(
            access: access, goodUntil: min(now + Self.rememberedSeconds, token.expiresAt), expiresAt: token.expiresAt)
        memory.withLock { memory in
            guard memory.generation == generation else { return }
            if memory.entries.count >= capacity { memory.entries = memory.entries.filter { $0.value.expiresAt > now } }
            if memory.entries.count >= capacity { memory.entries.removeAll() }
            memory.entries[credential] = entry
        }
        return access
    }

    /// Forgets everything: something about somebody's access has changed.
    package func forget() {
        memory.withLock {
            $0.entries.removeAll(keepingCapacity: true)
            $0.generation += 1
        }
    }

    private func access(_ token: AccessToken, at now: Timestamp) async throws -> Access? {
        try await database.readUnscoped { [demand] connection in
            guard let session = try SessionRepository(platform: connection).session(token.session),
                session.isOpen(at: now), session.user == token.user,
                let user = try UserRepository(platform: connection).user(token.user), user.disabledAt == nil
            else { return nil }
            let tenant = try token.tenant.flatMap {
                try AccountTenants(platform: connection).tenant($0, of: user.id)
            }
            let served = tenant.flatMap { $0.isActive ? $0 : nil }
            return Access(
                principal: .user(user.id, session: session.id), name: user.email,
                scope: served.map { TenantScope(tenant: $0.id) }, permissions: served?.permissions ?? [],
                isPlatformOwner: user.isPlatformOwner,
                hasSecondFactor: user.hasSecondFactor && session.secondFactorAt != nil,
                lacksSecondFactor: try demand.isUnmet(
                    by: user, secondFactorAt: session.secondFactorAt, in: served?.id, connection))
        }
    }
}
