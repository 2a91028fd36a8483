package import GridModel
package import Persistence

/// The model registry.
package struct ModelQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// Newest first.
    package func list() async throws -> [ModelRecord] {
        try await database.read(scope) { try ModelVersionRepository($0).all().map(ModelDocument.record) }
    }

    package func model(_ id: ModelVersionID) async throws -> ModelRecord? {
        try await database.read(scope) { try ModelVersionRepository($0).model(id).map(ModelDocument.record) }
    }
}
