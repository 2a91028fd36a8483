package import GridModel
package import Persistence

/// Shows and sets what a tenant wants of estimation.
package struct EstimationSettings: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    package func stored() async throws -> VEESettings {
        try await database.read(scope) { try VEESettings.stored($0) }
    }

    /// - Throws: `VEERefusal`
    package func set(_ settings: VEESettings) async throws -> VEESettings {
        guard settings.faults.isEmpty else { throw VEERefusal(settings.faults) }
        try await database.write(scope) { try settings.save($0) }
        return settings
    }
}
