package import GridModel
package import Identity
package import Persistence

/// Shows a tenant's API keys and how they were used.
package struct APIKeyQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope
    private let now: @Sendable () -> Timestamp

    /// The longest span of use that is shown at once: 2208 hours.
    package static let longestUse: Int64 = 92 * 86_400

    /// - Parameter now: the wall clock.
    package init(database: any Database, scope: TenantScope, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.scope = scope
        self.now = now
    }

    /// In the order they were made.
    package func list(after: APIKeyID?, limit: Int) async throws -> [APIKey] {
        try await database.read(scope) { try APIKeyRepository($0).list(after: after, limit: limit) }
    }

    package func key(_ id: APIKeyID) async throws -> APIKey? {
        try await database.read(scope) { try APIKeyRepository($0).key(id) }
    }

    /// Hour by hour, of the hours that `from` and `to` lie in and all between; nil without such a key.
    /// - Parameters:
    ///   - from: nil: seven days before `to`.
    ///   - to: nil: now, or 92 days after `from` where that is earlier.
    package func use(of id: APIKeyID, from: Timestamp?, to: Timestamp?) async throws -> APIKeyUseWindow? {
        // The hour that has just begun belongs to it.
        let now = now() + 1
        let end = to ?? from.map { min(now, $0 + Self.longestUse) } ?? now
        let span = TimeSpan(
            start: (from ?? end - 7 * 86_400).floored(toMultipleOf: 3600), end: (end + 3599).floored(toMultipleOf: 3600)
        )
        return try await database.read(scope) { session in
            guard try APIKeyRepository(session).key(id) != nil else { return nil }
            return APIKeyUseWindow(
                key: id, span: span, hours: try APIKeyUseRepository(session).hours(of: id, in: span))
        }
    }
}

/// How often a key was used in a span.
package struct APIKeyUseWindow: Hashable, Sendable {
    package let key: APIKeyID
    package let span: TimeSpan
    /// In order; hours without any are left out.
    package let hours: [APIKeyUse]

    package init(key: APIKeyID, span: TimeSpan, hours: [APIKeyUse]) {
        self.key = key
        self.span = span
        self.hours = hours
    }
}
