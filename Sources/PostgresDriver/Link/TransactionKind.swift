import GridModel

/// What a transaction is for: how it begins.
///
/// Row-level security reads the settings that are made here, for this transaction alone: which tenant's rows there
/// are, or, for the platform's own work, that all are. Without either there are none.
enum TransactionKind: Sendable {
    case read(TenantScope)
    /// Waits for the tenant's other writes.
    case write(TenantScope)
    case append(TenantScope)
    /// Sees the platform's tables too; waits for the tenant's other writes.
    case administer(TenantScope)
    case readUnscoped
    /// Waits for other writes of the platform.
    case writeUnscoped
    case changeSchema

    /// Keys of advisory locks: `UG` and what is locked, then the tenant.
    private static let writerLock: Int64 = 0x5547_0001 << 32
    private static let schemaLock: Int64 = 0x5547_0002 << 32

    /// How a transaction begins that only reads: sent with its first statement. Nil for the others, which begin alone.
    var beginningOfReading: [String]? {
        switch self {
        case .read(let scope): [Self.beginReading, Self.scoped(scope)]
        case .readUnscoped: [Self.beginReading, Self.platform]
        default: nil
        }
    }

    var begin: String {
        switch self {
        case .read(let scope): "\(Self.beginReading); \(Self.scoped(scope))"
        case .write(let scope):
            "BEGIN; \(Self.scoped(scope)); SELECT pg_advisory_xact_lock(\(Self.writerLock ^ scope.tenant.rawValue))"
        case .administer(let scope):
            "BEGIN; \(Self.platform); SELECT pg_advisory_xact_lock(\(Self.writerLock ^ scope.tenant.rawValue))"
        case .append(let scope): "BEGIN; \(Self.scoped(scope))"
        case .readUnscoped: "\(Self.beginReading); \(Self.platform)"
        case .writeUnscoped: "BEGIN; \(Self.platform); SELECT pg_advisory_xact_lock(\(Self.writerLock))"
        case .changeSchema:
            """
            BEGIN; \(Self.platform); SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
            SELECT pg_advisory_xact_lock(\(Self.schemaLock))
            """
        }
    }

    private static let beginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    private static let platform = "SET LOCAL app.platform = 'on'"

    private static func scoped(_ scope: TenantScope) -> String {
        "SET LOCAL app.tenant = '\(scope.tenant.rawValue)'"
    }
}
