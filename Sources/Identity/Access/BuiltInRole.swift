/// The roles that every tenant has. Custom ones are sets of permissions under a name of their own.
public enum BuiltInRole: String, CaseIterable, Sendable {
    case admin
    case `operator`
    case viewer

    public var name: String {
        switch self {
        case .admin: "Admin"
        case .operator: "Operator"
        case .viewer: "Viewer"
        }
    }

    public var permissions: Set<Permission> {
        switch self {
        case .admin: Set(Permission.allCases)
        case .operator:
            [
                .gridRead, .readingsWrite, .readingsExport, .readingsEdit, .seriesWrite, .rulesWrite, .jobsCancel,
                .connectorsWrite, .usersRead, .settingsRead,
            ]
        case .viewer: [.gridRead, .readingsExport]
        }
    }
}
