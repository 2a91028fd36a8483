public import GridModel
public import Persistence
public import ServiceLifecycle

/// The server engine: PostgreSQL 15 or newer, through a bounded pool of libpq connections.
///
/// Reads are `REPEATABLE READ READ ONLY`; the writes of a tenant follow one another by an advisory lock, so that a write
/// may rely on what it has read, as with the embedded engine. Every transaction says whose rows it works on, and
/// row-level security holds it to that.
public final class PostgresDatabase: Database {
    private let options: PostgresOptions
    private let pool: ConnectionPool
    private let hub = NotificationHub()
    private let turns: WriterTurns

    /// Connects when it is first used.
    public init(_ options: PostgresOptions) {
        self.options = options
        pool = ConnectionPool(options)
        turns = WriterTurns(patience: options.lockTimeout)
    }

    public var dialect: Dialect { .postgres }

    public func readUnscoped<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await pool.transaction(.readUnscoped, body)
    }

    public func writeUnscoped<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        // No tenant has the number 0: it stands for the platform.
        try await turns.inTurn(of: TenantID(0)) { try await pool.transaction(.writeUnscoped, body) }
    }

    public func read<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await pool.transaction(.read(scope)) { try body(TenantSession(connection: $0, scope: scope)) }
    }

    public func write<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await turns.inTurn(of: scope.tenant) {
            try await pool.transaction(.write(scope)) { try body(TenantSession(connection: $0, scope: scope)) }
        }
    }

    public func administer<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await turns.inTurn(of: scope.tenant) {
            try await pool.transaction(.administer(scope)) { try body(TenantSession(connection: $0, scope: scope)) }
        }
    }

    public func append<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try await pool.transaction(.append(scope)) { try body(TenantSession(connection: $0, scope: scope)) }
    }

    /// As the owner of the tables, when there is a connection for that. Row-level security and the application's
    /// grants are brought up to the tables there are then, in the same transaction.
    public func changeSchema<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        var ownerOptions = options
        ownerOptions.connection = options.ownerConnection ?? options.connection
        ownerOptions.maximumConnections = 1
        ownerOptions.ownerConnection = nil
        let application = try PostgresConnectionString(options.connection).user
        let owner = ConnectionPool(ownerOptions)
        do {
            let value = try await owner.transaction(.changeSchema) { connection in
                let value = try body(connection)
                try TableSecurity(connection).apply(application: application)
                return value
            }
            try await owner.close()
            // Their prepared statements may be of tables as they were.
            pool.closeIdle(unusedSince: .now)
            return value
        } catch {
            try await owner.close()
            throw error
        }
    }

    /// Refuses a role that row-level security does not bind.
    /// - Throws: `DatabaseError.notPermitted` for a superuser and for a role with BYPASSRLS.
    public func requireBoundRole() async throws {
        let unbound = try await readUnscoped { connection in
            try connection.firstRow(
                "SELECT rolname::text FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
            ) { $0.text(0) }
        }
        if let unbound {
            throw DatabaseError(
                .notPermitted,
                detail: "The role \(unbound) is a superuser or has BYPASSRLS, so row-level security does not bind it.")
        }
    }

    /// Heard while the database runs as a service.
    public func notifications(on channel: DatabaseChannel) -> AsyncStream<Void> { hub.stream(of: channel) }

    public func close() async throws {
        try await pool.close()
    }
}

extension PostgresDatabase: Service {
    /// Listens for notifications, and closes connections that nobody uses any more, until shutdown.
    public func run() async throws {
        let (options, pool, listener) = (options, pool, PostgresListener(options, hub: hub))
        await cancelWhenGracefulShutdown {
            async let listening: Void = listener.run()
            while !Task.isCancelled {
                // Housekeeping: nothing waits for it. A cancel ends the pause, and with it the loop.
                try? await Task.sleep(for: min(options.idleTimeout, .seconds(30)))
                pool.closeIdle(unusedSince: .now - options.idleTimeout)
            }
            await listening
        }
    }
}
