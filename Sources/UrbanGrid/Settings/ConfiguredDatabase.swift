import Foundation
import Persistence
import PostgresDriver

/// Opens the database that the settings choose and brings its schema up to date. Nothing else in the program knows
/// which engine it is.
enum ConfiguredDatabase {
    /// - Parameter directory: of the embedded engine; nil: the settings' own.
    /// - Throws: `SettingsError` for a connection string that cannot be used, `DatabaseError`, `MigrationError`
    static func open(_ settings: Settings, directory: URL? = nil) async throws -> any Database {
        guard let url = settings.databaseURL else {
            return try await DatabaseFile.open(in: directory ?? settings.directory)
        }
        try check(url, of: "DATABASE_URL")
        if let owner = settings.ownerDatabaseURL { try check(owner, of: "URBANGRID_OWNER_DATABASE_URL") }
        let database = PostgresDatabase(
            PostgresOptions(connection: url, ownerConnection: settings.ownerDatabaseURL))
        do {
            try await database.requireBoundRole()
        } catch let error as DatabaseError where error.kind == .notPermitted {
            throw SettingsError(
                variable: "DATABASE_URL", value: "…",
                expected: "a role that row-level security binds: no superuser and without BYPASSRLS")
        }
        try await Migrator().migrate(database)
        return database
    }

    private static func check(_ url: String, of variable: String) throws {
        do {
            _ = try PostgresConnectionString(url)
        } catch {
            // The value is not repeated: it may hold a password.
            throw SettingsError(
                variable: variable, value: "…", expected: "postgresql://user:password@host:5432/database")
        }
    }
}
