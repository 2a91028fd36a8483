public import GridModel

/// A database engine behind the driver seam.
///
/// Reads see one consistent snapshot; a write is one transaction that happens whole or not at
/// all, and is durable when the call returns.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Reads across tenants: for migrations, start-up and the worker that looks for due jobs.
    /// Everything else goes through `read(_:)` with a scope.
    func readUnscoped<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws
        -> Value

    /// Writes across tenants; see `readUnscoped`.
    func writeUnscoped<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws
        -> Value

    func read<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value

    func write<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value
}
