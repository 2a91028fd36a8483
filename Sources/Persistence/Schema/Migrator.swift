/// Brings a database to the schema this program knows, each step in the one transaction.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    public init() {
        self.init(migrations: Migration.all)
    }

    init(migrations: [Migration]) {
        self.migrations = migrations
    }

    /// The version this program needs.
    public var latestVersion: Int { migrations.last?.version ?? 0 }

    /// Applies what is missing.
    /// - Returns: the names of the steps applied.
    /// - Throws: `MigrationError.databaseIsNewer` when a later program has been here.
    @discardableResult
    public func migrate(_ database: any Database) async throws -> [String] {
        // Most starts find nothing to do, and a process that only serves need not be able to.
        let found = try await version(of: database)
        guard found <= latestVersion else {
            throw MigrationError.databaseIsNewer(found: found, known: latestVersion)
        }
        guard found < latestVersion else { return [] }
        return try await database.changeSchema { connection in
            try connection.run(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    version BIGINT PRIMARY KEY, name TEXT NOT NULL)
                """
            )
            let current = try Self.version(connection)
            guard current <= latestVersion else {
                throw MigrationError.databaseIsNewer(found: current, known: latestVersion)
            }
            let missing = migrations.filter { $0.version > current }
            for migration in missing {
                for statement in migration.statements(connection.dialect) {
                    try connection.run(statement)
                }
                try connection.run(
                    "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)",
                    [migration.version.sql, migration.name.sql]
                )
            }
            return missing.map(\.name)
        }
    }

    /// The version the database is at; 0 when it is empty.
    public func version(of database: any Database) async throws -> Int {
        try await database.readUnscoped { connection in
            let exists = try connection.tableExists("schema_migrations")
            return exists ? try Self.version(connection) : 0
        }
    }

    private static func version(_ connection: any SQLConnection) throws -> Int {
        try connection.firstRow("SELECT COALESCE(MAX(version), 0) FROM schema_migrations") { $0.int(0) } ?? 0
    }
}

public enum MigrationError: Error, CustomStringConvertible {
    case databaseIsNewer(found: Int, known: Int)

    public var description: String {
        switch self {
        case .databaseIsNewer(let found, let known):
            "The database is at schema version \(found), this program knows up to \(known): use a newer urbangrid."
        }
    }
}
