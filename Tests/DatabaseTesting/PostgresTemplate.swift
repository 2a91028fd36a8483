import Foundation
import Persistence
import PostgresDriver

/// The databases that others are copied from: faster than to migrate each.
enum PostgresTemplate {
    /// Empty, and with the schema of this program; made once a process.
    private static let empty = Task { try await make("empty") { _ in } }
    private static let migrated = Task { try await make("migrated") { _ = try await Migrator().migrate($0) } }

    static func name(migrated isMigrated: Bool) async throws -> String {
        try await isMigrated ? migrated.value : empty.value
    }

    private static func make(
        _ kind: String, _ prepare: (PostgresDatabase) async throws -> Void
    ) async throws -> String {
        guard let server = PostgresServer.shared else { throw NoPostgresError() }
        try await server.makeRoles()
        let name = "template_\(kind)_\(ProcessInfo.processInfo.processIdentifier)_\(UInt32.random(in: 0 ... .max))"
        // Text sorts by its bytes, as in SQLite.
        try await server.execute(
            """
            CREATE DATABASE \(name) OWNER \(PostgresServer.owner) TEMPLATE template0 ENCODING 'UTF8'
            LC_COLLATE 'C' LC_CTYPE 'C'
            """)
        let database = PostgresDatabase(
            PostgresOptions(
                connection: server.url(database: name, role: PostgresServer.application),
                ownerConnection: server.url(database: name, role: PostgresServer.owner)))
        do {
            try await prepare(database)
        } catch {
            try await database.close()
            throw error
        }
        // A template must have no connections.
        try await database.close()
        return name
    }
}
