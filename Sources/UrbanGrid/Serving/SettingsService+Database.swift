import GridAPI
import GridModel
import Operations
import Persistence

extension SettingsService {
    /// Over a database, for one tenant.
    init(database: any Database, scope: TenantScope) {
        let manage = ManageSettings(database: database, scope: scope)
        self.init(settings: { try await manage.settings() }, set: { try await manage.set($0, by: $1, if: $2) })
    }
}
