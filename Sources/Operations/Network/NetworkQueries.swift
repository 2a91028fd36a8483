package import GridModel
package import Persistence

/// The network as features for a map.
package struct NetworkQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    package func features(of kinds: Set<NetworkFeatureKind>) async throws -> [NetworkFeature] {
        try await database.read(scope) { session in
            let builder = try NetworkFeatureBuilder(session)
            return try NetworkFeatureKind.allCases.filter(kinds.contains).flatMap { try builder.features($0) }
        }
    }
}
