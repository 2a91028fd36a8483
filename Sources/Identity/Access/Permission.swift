/// One thing that somebody may do in a tenant.
///
/// Permissions are data: roles and API keys are sets of them, and every route names the one it needs. Names are
/// `noun.verb`; whoever may write something may not on that account read it.
public enum Permission: String, CaseIterable, Hashable, Sendable, Comparable {
    /// The city, its zones, network, series, readings, forecasts, anomalies and models; live updates.
    case gridRead = "grid.read"
    /// Send readings, by any door, and import files.
    case readingsWrite = "readings.write"
    /// Take readings out as files.
    case readingsExport = "readings.export"
    /// Edit readings, take edits back, dismiss findings, start an estimation.
    case readingsEdit = "readings.edit"
    /// Make series.
    case seriesWrite = "series.write"
    /// Validation and estimation rules.
    case rulesWrite = "rules.write"
    /// Background work: cancel it.
    case jobsCancel = "jobs.cancel"
    /// Connectors to weather and air quality: change and run them.
    case connectorsWrite = "connectors.write"
    /// How long readings are kept: change it and delete.
    case retentionWrite = "retention.write"
    /// Who belongs to the tenant, and their roles.
    case usersRead = "users.read"
    /// Invite, change roles, remove.
    case usersWrite = "users.write"
    /// Make and change custom roles.
    case rolesWrite = "roles.write"
    /// See API keys (never their secrets) and their use.
    case keysRead = "keys.read"
    /// Make, rotate and revoke API keys.
    case keysWrite = "keys.write"
    /// The tenant's settings.
    case settingsRead = "settings.read"
    case settingsWrite = "settings.write"
    /// The audit log, and its export.
    case auditRead = "audit.read"
    /// Have the tenant deleted after a period of grace, and take that back within it.
    case tenantDelete = "tenant.delete"

    public static func < (a: Permission, b: Permission) -> Bool { a.rawValue < b.rawValue }

    /// For people who make roles.
    public var meaning: String {
        switch self {
        case .gridRead: "See the city, its network, readings, forecasts, anomalies, models and jobs"
        case .readingsWrite: "Send readings and import files"
        case .readingsExport: "Export readings"
        case .readingsEdit: "Edit and estimate readings, take edits back, dismiss findings"
        case .seriesWrite: "Make series"
        case .rulesWrite: "Change validation and estimation rules"
        case .jobsCancel: "Cancel background work"
        case .connectorsWrite: "Change and run connectors"
        case .retentionWrite: "Change retention and delete old readings"
        case .usersRead: "See who belongs to the tenant"
        case .usersWrite: "Invite people, change their roles, remove them"
        case .rolesWrite: "Make and change roles"
        case .keysRead: "See API keys and their use"
        case .keysWrite: "Make, rotate and revoke API keys"
        case .settingsRead: "See the tenant's settings"
        case .settingsWrite: "Change the tenant's settings"
        case .auditRead: "See and export the audit log"
        case .tenantDelete: "Delete the tenant"
        }
    }
}
