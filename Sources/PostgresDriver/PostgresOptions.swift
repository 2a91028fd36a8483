/// How to reach a PostgreSQL server, and how much of it one process may take.
public struct PostgresOptions: Sendable {
    /// Where the application connects: a URI or `key=value` pairs as libpq takes them, TLS included
    /// (postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING).
    public var connection: String
    /// Where migrations connect, as the owner of the tables; nil: as the application.
    public var ownerConnection: String?
    /// Connections that may be open at a time.
    public var maximumConnections = 10
    /// How long a transaction waits for a free connection before the database counts as busy.
    public var acquireTimeout: Duration = .seconds(10)
    /// How long one statement may take.
    public var statementTimeout: Duration = .seconds(60)
    /// How long a statement may wait for a lock, such as that of the tenant's writer.
    public var lockTimeout: Duration = .seconds(30)
    /// A transaction in which nothing is asked for this long is ended by the server.
    public var idleInTransactionTimeout: Duration = .seconds(300)
    /// Connections that nobody has used for this long are closed.
    public var idleTimeout: Duration = .seconds(300)

    public init(connection: String, ownerConnection: String? = nil) {
        self.connection = connection
        self.ownerConnection = ownerConnection
    }
}
