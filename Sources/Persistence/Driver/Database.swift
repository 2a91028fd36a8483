public import GridModel

/// A database engine behind the driver seam.
///
/// Reads see one consistent snapshot; a write is one transaction that happens whole or not at
/// all, and is durable when the call returns. The writes of one tenant follow one another, whichever
/// process makes them: what a write has read is still true when it writes.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Reads across tenants: for migrations, start-up and the worker that looks for due jobs.
    /// Everything else goes through `read(_:)` with a scope.
    func readUnscoped<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws
        -> Value

    /// Writes across tenants; see `readUnscoped`. The platform's writes follow one another, as a tenant's do; they
    /// do not wait for the tenants' writes.
    func writeUnscoped<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws
        -> Value

    func read<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value

    func write<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value

    /// A write of one tenant that also reaches the platform's tables, such as accounts and mail. It takes its turn
    /// among the tenant's writes, so that it may add to the tenant's audit log; not to the platform's.
    func administer<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value

    /// A write that waits for no other write of the tenant: for rows that are only added, under keys that no
    /// other write takes. What it reads may change before it ends.
    func append<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value

    /// A write across tenants that may change tables. One process at a time, however long it takes.
    func changeSchema<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws
        -> Value

    /// Tells when a transaction that notified the channel has been committed: of this process, and on an engine
    /// that is a server, of any. A wake-up may be missed: look by the clock as well.
    func notifications(on channel: DatabaseChannel) -> AsyncStream<Void>

    /// Closes every connection. The database cannot be used after.
    func close() async throws
}

extension Database {
    /// For engines on which a tenant's write sees the platform's tables.
    public func administer<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await write(scope, body)
    }
}
