import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence

/// How a tenant's high-rate doors treat what they do not know.
struct TenantIngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Show or set how a tenant's doors name and register series.",
        discussion:
            "See docs/guides/ingest.md for what the file may say. A running server uses it from the next batch on.")

    @Argument(help: "The tenant's code.") var code: String
    @Argument(help: "A JSON file with the settings; without one those in force are shown.") var file: String?

    func run() async throws {
        let database = try await ConfiguredDatabase.open(Settings())
        guard let tenant = try await database.readUnscoped({ [code] in try TenantDirectory($0).tenant(code: code) })
        else { throw ValidationError("There is no tenant \"\(code)\".") }
        let scope = TenantScope(tenant: tenant.id)
        guard let file else {
            let settings = try await database.read(scope) { try IngestSettings.stored($0) }
            print(try settings.json)
            return
        }
        guard let bytes = FileManager.default.contents(atPath: file),
            let json = String(validating: bytes, as: UTF8.self)
        else { throw ValidationError("\(file) cannot be read as text.") }
        let settings = try IngestSettings(json: json)
        try await database.write(scope) { session in
            let before = try IngestSettings.stored(session)
            try settings.save(session)
            try session.noteChange(
                "ingestSettings.change", by: .commandLine, on: "settings", "ingest", before: try before.json,
                after: try settings.json)
        }
        print("The ingest settings of \(tenant.code) are those of \(file).")
    }
}
