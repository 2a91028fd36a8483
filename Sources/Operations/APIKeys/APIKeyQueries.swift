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
    package func list(
        _ filter: APIKeyFilter = APIKeyFilter(), after: APIKeyID?, limit: Int
    ) async throws -> [APIKey] {
        let now = now()
        return try await database.read(scope) {
            try APIKeyRepository($0).list(filter, at: now, after: after, limit: limit)
        }
    }

    package func key(_ id: APIKeyID) async throws -> APIKey? {
        try await database.read(scope) { try APIKeyRepository($0).key(id) }
    }

    /// Hour by hour, with what the quota of this month counts; of the hours that `from` and `to` lie in and all between; nil without such a key.
    /// - Parameters:
    ///   - from: nil: seven days before `to`.
    ///   - to: nil: now, or 92 days after `from` where that is earlier.
    package func use(of id: APIKeyID, from: Timestamp?, to: Timestamp?) async throws -> APIKeyUseWindow? {
        // The hour that has just begun belongs to it.
        let clock = now()
        let (now, month) = (clock + 1, TimeSpan.month(of: clock))
        let end = to ?? from.map { min(now, $0 + Self.longestUse) } ?? now
        let span = TimeSpan(
            start: (from ?? end - 7 * 86_400).floored(toMultipleOf: 3600), end: (end + 3599).floored(toMultipleOf: 3600)
        )
        return try await database.read(scope) { session in
            guard let key = try APIKeyRepository(session).key(id) else { return nil }
            let uses = APIKeyUseRepository(session)
            return APIKeyUseWindow(
                key: id, span: span, hours: try uses.hours(of: id, in: span),
                month: APIKeyMonth(
                    span: month, requests: try uses.requests(of: id, in: month), quota: key.settings.monthlyQuota))
        }
    }
}

/// How often a key was used in a span.
package struct APIKeyUseWindow: Hashable, Sendable {
    package let key: APIKeyID
    package let span: TimeSpan
    /// In order; hours without any are left out.
    package let hours: [APIKeyUse]
    package let month: APIKeyMonth

    package init(key: APIKeyID, span: TimeSpan, hours: [APIKeyUse], month: APIKeyMonth) {
        self.key = key
        self.span = span
        self.hours = hours
        self.month = month
    }
}

/// How much of a key's quota this month has used.
package struct APIKeyMonth: Hashable, Sendable {
    /// Of UTC.
    package let span: TimeSpan
    /// That it was let in for.
    package let requests: Int64
    /// Nil: any number.
    package let quota: Int64?

    package init(span: TimeSpan, requests: Int64, quota: Int64?) {
        self.span = span
        self.requests = requests
        self.quota = quota
    }
}
