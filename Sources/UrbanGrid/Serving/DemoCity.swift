import GridModel
import Operations
import Persistence

/// The demo tenant, loaded.
struct DemoCity: Sendable {
    let database: any Database
    let tenant: Tenant
    let shift: DemoShift
    let calendar: LoadCalendar
    let rollups: RebuildRollups

    var scope: TenantScope { TenantScope(tenant: tenant.id) }

    /// - Throws: `DemoError` when it has not been loaded.
    static func open(_ database: any Database, _ folder: DemoFolder) async throws -> DemoCity {
        guard let (tenant, shift) = try await LoadDemoCity(database: database, folder: folder).loaded(),
            let calendar = LoadCalendar(tenant: tenant, movedByWeeks: Int(shift.weeks))
        else { throw DemoError.unreadable("the tenant or its time zone is missing") }
        let scope = TenantScope(tenant: tenant.id)
        return DemoCity(
            database: database, tenant: tenant, shift: shift, calendar: calendar,
            rollups: RebuildRollups(database: database, scope: scope, calendar: calendar.city))
    }
}
