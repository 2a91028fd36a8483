import Foundation
package import GridModel
package import Identity
package import Persistence
import Synchronization

/// Finds out whose an API key is, and whether it may be used now and from there.
///
/// What the database says of a key is remembered for at most 10 seconds, and until a change is told; everything that
/// depends on the request or the clock is checked each time.
package final class AuthenticateKey: Sendable {
    /// How long what was read is believed.
    static let trustSeconds: Int64 = 10

    private struct Name: Hashable {
        let scope: TenantScope
        let key: APIKeyID
    }

    private struct Entry {
        /// Nil: there is no such key.
        let key: APIKey?
        let hash: [UInt8]
        let readAt: Timestamp
        let month: TimeSpan
        /// Requests of the month; counted only for a key with a quota.
        var used: Int64
    }

    private struct Memory {
        var entries: RecentlyUsed<Name, Entry>
        /// Grows whenever all was forgotten, so that what was read before is not put back.
        var generation = 0
    }

    private let database: any Database
    private let ledger: APIKeyUseLedger
    private let now: @Sendable () -> Timestamp
    private let memory: Mutex<Memory>

    /// - Parameters:
    ///   - capacity: keys that are remembered.
    ///   - now: the wall clock.
    package init(
        database: any Database, ledger: APIKeyUseLedger, capacity: Int = 10_000,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.ledger = ledger
        self.now = now
        memory = Mutex(Memory(entries: RecentlyUsed(capacity: capacity)))
    }

    /// Whether text claims to be a key at all.
    package static func isKey(_ text: String) -> Bool { text.hasPrefix(APIKeyToken.prefix) }

    /// What a request with the key may do; nil when the key is not valid, does not allow the address, has expired or was
    /// revoked: which of them, nobody is told, and finding out takes as long.
    /// - Parameter address: of the client, numeric.
    /// - Throws: `APIKeyQuotaExceeded`, `DatabaseError`
    package func callAsFunction(_ text: String, from address: String) async throws -> Access? {
        guard let token = APIKeyToken(text) else { return nil }
        let (scope, now) = (TenantScope(tenant: token.tenant), now())
        let entry = try await entry(of: token.key, scope, now)
        let isRight = token.secret.matches(hash: entry.hash)
        guard let key = entry.key, isRight else { return nil }
        guard key.state(at: now) == .active, key.allows(address) else {
            ledger.count(key.id, of: scope, at: now, isRefused: true)
            return nil
        }
        if let quota = key.settings.monthlyQuota, !take(one: Name(scope: scope, key: key.id), of: quota, entry) {
            ledger.count(key.id, of: scope, at: now, isRefused: true)
            throw APIKeyQuotaExceeded(retryAfterSeconds: Int(entry.month.end - now))
        }
        ledger.count(key.id, of: scope, at: now, isRefused: false)
        return Access(
            principal: .apiKey(key.id), name: key.settings.name, scope: scope,
            permissions: key.settings.scopes.intersection(APIKey.grantable), isPlatformOwner: false,
            requestsPerMinute: key.settings.requestsPerMinute)
    }

    /// Forgets everything: something changed.
    package func forget() {
        memory.withLock { memory in
            memory.entries.removeAll()
            memory.generation += 1
        }
    }

    /// Forgets whenever the database tells of a change, until the task is cancelled.
    package func forgetOnChange() async {
        for await _ in database.notifications(on: .identity) { forget() }
    }

    private func entry(of id: APIKeyID, _ scope: TenantScope, _ now: Timestamp) async throws -> Entry {
        let name = Name(scope: scope, key: id)
        let (known, generation) = memory.withLock { ($0.entries.value(name), $0.generation) }
        // A clock that went back proves nothing.
        if let known, (0..<Self.trustSeconds).contains(now - known.readAt), known.month.contains(now) { return known }
        let month = TimeSpan.month(of: now)
        let read = try await database.read(scope) { session -> (key: APIKey, hash: [UInt8], used: Int64)? in
            guard let stored = try APIKeyRepository(session).stored(id) else { return nil }
            let isCounted = stored.key.settings.monthlyQuota != nil
            return (
                stored.key, stored.hash,
                isCounted ? try APIKeyUseRepository(session).requests(of: id, in: month) : 0
            )
        }
        let used = read.map { $0.used + ledger.uncommitted(id, of: scope, in: month) } ?? 0
        let entry = Entry(key: read?.key, hash: read?.hash ?? Self.noHash, readAt: now, month: month, used: used)
        memory.withLock { memory in
            if memory.generation == generation { memory.entries.set(entry, for: name) }
        }
        return entry
    }

    /// Counts a request of the month, unless there were as many as the quota.
    private func take(one name: Name, of quota: Int64, _ read: Entry) -> Bool {
        memory.withLock { memory in
            guard var entry = memory.entries.value(name) else { return read.used < quota }
            guard entry.used < quota else { return false }
            entry.used += 1
            memory.entries.set(entry, for: name)
            return true
        }
    }

    /// That no secret has: a key that is not there takes as long as a wrong secret.
    private static let noHash = [UInt8](repeating: 0, count: 32)
}
