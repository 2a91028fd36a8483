import ArgumentParser
import Foundation
import Operations
import Persistence

/// Serves a tenant's data from the database.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the API and the web app on 127.0.0.1.")

    func run() async throws {
        let settings = try Settings()
        let database = try await ConfiguredDatabase.open(settings)
        let tenants = try await database.readUnscoped { try TenantDirectory($0).all() }
        let wanted = settings.tenant
        guard let tenant = wanted == nil ? tenants.first : tenants.first(where: { $0.code == wanted }) else {
            throw ValidationError(
                wanted.map { "There is no tenant \"\($0)\" (URBANGRID_TENANT)." }
                    ?? "The database has no tenant yet: load one first, for example with `urbangrid demo`.")
        }
        let server = try await CityServer.wallClock(
            database: database, tenant: tenant,
            options: CityServer.Options(
                port: settings.port, webRoot: settings.webRoot, objects: DatabaseFile.objects(in: settings.directory),
                uploads: DatabaseFile.uploads(in: settings.directory),
                logLevel: settings.logLevel, commit: settings.commit,
                connectors: ConnectorEnvironment(settings), mqtt: settings.mqtt))
        try await server.run()
    }
}
