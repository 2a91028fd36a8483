import ArgumentParser
import Persistence
import SQLiteDriver

/// Brings the database to this program's schema.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to this program's schema.")

    func run() async throws {
        let settings = try Settings()
        let database = try await DatabaseFile.open(in: settings.directory)
        print("Schema version \(try await Migrator().version(of: database)): up to date.")
        try database.close()
    }
}
