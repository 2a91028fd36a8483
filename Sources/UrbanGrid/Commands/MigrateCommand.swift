import ArgumentParser
import Persistence

/// Brings the database to this program's schema.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to this program's schema.")

    func run() async throws {
        let settings = try Settings()
        let database = try await ConfiguredDatabase.open(settings)
        print("Schema version \(try await Migrator().version(of: database)): up to date.")
        try await database.close()
    }
}
