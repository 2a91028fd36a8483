import GridAPI
import GridModel
import Operations
import Persistence

/// What tenants allow other sites' pages, looked up at most every ten seconds.
actor OriginCache {
    private static let lifetime: Duration = .seconds(10)

    private let origins: AllowedOrigins
    private var known: [TenantID: Set<String>] = [:]
    private var readAt: ContinuousClock.Instant?

    init(database: any Database) {
        origins = AllowedOrigins(database: database)
    }

    /// - Parameter tenant: nil: any.
    func allows(_ origin: String, _ tenant: TenantID?) async throws -> Bool {
        if readAt.map({ ContinuousClock.now - $0 > Self.lifetime }) ?? true {
            // Whoever comes meanwhile goes by what was known.
            readAt = ContinuousClock.now
            do {
                known = try await origins.byTenant()
            } catch {
                readAt = nil
                throw error
            }
        }
        guard let tenant else { return known.values.contains { $0.contains(origin) } }
        return known[tenant]?.contains(origin) ?? false
    }

    nonisolated var policy: CrossOriginPolicy {
        CrossOriginPolicy { try await self.allows($0, $1) }
    }
}
