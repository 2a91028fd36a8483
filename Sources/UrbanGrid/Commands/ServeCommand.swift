import ArgumentParser
import Foundation
import Operations
import Persistence

/// Serves the tenants of the database.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the API and the web app, on 127.0.0.1 unless told otherwise.")

    func run() async throws {
        let settings = try Settings()
        let database = try await ConfiguredDatabase.open(settings)
        if let wanted = settings.tenant,
            try await database.readUnscoped({ try TenantDirectory($0).tenant(code: wanted) }) == nil
        {
            throw ValidationError("There is no tenant \"\(wanted)\" (URBANGRID_TENANT).")
        }
        let server = try await CityServer.wallClock(
            database: database,
            options: try Installation.Options(
                settings, directory: settings.directory, webRoot: settings.webRoot, port: settings.port))
        try await server.run()
    }
}
