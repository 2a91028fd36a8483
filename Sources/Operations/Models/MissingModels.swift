import Detection
import Forecasting
package import GridModel
package import Persistence

/// Which models a city lacks: none in service, or one whose file is lost or of another version.
package struct MissingModels: Sendable {
    private let database: any Database
    private let objects: ObjectStore
    private let scope: TenantScope

    package init(database: any Database, objects: ObjectStore, scope: TenantScope) {
        self.database = database
        self.objects = objects
        self.scope = scope
    }

    /// Of `ModelKind.forecaster` and `ModelKind.detector`.
    package func callAsFunction() async throws -> [String] {
        let champions = try await database.read(scope) { session in
            try [ModelKind.forecaster, ModelKind.detector].map { kind in
                (kind, try ModelVersionRepository(session).champion(of: kind)?.objectKey)
            }
        }
        return champions.filter { kind, key in !(key.map { isReadable(kind, $0) } ?? false) }.map(\.0)
    }

    private func isReadable(_ kind: String, _ key: String) -> Bool {
        guard let file = try? objects.get(key) else { return false }
        return kind == ModelKind.forecaster
            ? (try? ForecastModelFile.decode(file)) != nil : (try? DetectorFile.decode(file)) != nil
    }
}
