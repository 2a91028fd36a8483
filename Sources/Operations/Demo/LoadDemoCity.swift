package import GridModel
import Interchange
package import Persistence

/// Makes the demo tenant: network, zones, series, and the readings of the year up to now.
package struct LoadDemoCity: Sendable {
    private let database: any Database
    private let folder: DemoFolder

    package init(database: any Database, folder: DemoFolder) {
        self.database = database
        self.folder = folder
    }

    /// The demo tenant and its shift, where it has been loaded.
    package func loaded() async throws -> (tenant: Tenant, shift: DemoShift)? {
        let code = folder.code
        guard let tenant = try await database.readUnscoped({ try TenantDirectory($0).tenant(code: code) }) else {
            return nil
        }
        let shift = try await database.read(TenantScope(tenant: tenant.id)) { try DemoShift.stored($0) }
        return shift.map { (tenant, $0) }
    }

    /// Loads everything in one transaction: a load that is interrupted leaves nothing.
    package func callAsFunction(now: Timestamp, progress: @escaping @Sendable (String) -> Void) async throws {
        let manifest = folder.manifest
        let shift = DemoShift(sourceStart: manifest.sourceStart, now: now)
        let folder = folder
        progress("Reading the network")
        let zones = try ZonesGeoJSON.read(FileBytes.all(folder.path(manifest.files.zones)))
        var network = try SimBenchFolder(path: folder.path(manifest.files.network)).network().network
        network.assignFeeders(to: zones)
        let complete = network
        try await database.writeUnscoped { connection in
            let tenant = try TenantDirectory(connection).create(
                code: manifest.code, name: manifest.name, timeZone: manifest.timeZone, locale: "en-\(manifest.country)",
                currency: manifest.currency, at: now)
            let session = TenantSession(connection: connection, scope: TenantScope(tenant: tenant.id))
            let series = try DemoSeriesWriter(session, manifest: manifest).write(complete, zones: zones)
            progress("Reading the meters and the weather up to now")
            let columns = try folder.columns(
                of: [manifest.files.load, manifest.files.generation, manifest.files.weather], series: series,
                shift: shift, endingBy: now)
            progress("Storing them")
            var load = ColumnLoad(session, now: now, source: "demo")
            for (id, columns) in columns.sorted(by: { $0.key < $1.key }) {
                for column in columns { try load.add(column, to: id) }
            }
            _ = try load.finish()
            try TenantDocumentRepository(session).save(String(shift.weeks), as: DemoShift.document)
        }
    }
}
