import ArgumentParser
import GridModel
import Operations
import Persistence

/// Makes and lists tenants.
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "Make, list, suspend, export and delete tenants: utilities or cities, each on its own.",
        subcommands: [
            Create.self, List.self, Suspend.self, Resume.self, Export.self, Delete.self, TenantIngestCommand.self,
        ])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a tenant.")

        @Argument(help: "Short and stable, such as my-town.") var code: String
        @Option(help: "The name people see.") var name: String
        @Option(help: "IANA time zone, such as Europe/Berlin.") var timeZone: String
        @Option(help: "Language tag.") var locale = "en-GB"
        @Option(help: "ISO 4217 code.") var currency = "EUR"

        func run() async throws {
            let database = try await ConfiguredDatabase.open(Settings())
            let draft = TenantDraft(code: code, name: name, timeZone: timeZone, locale: locale, currency: currency)
            let tenant = try await CreateTenant(database: database)(draft, now: .wallClock, by: .commandLine)
            print("Made the tenant \(tenant.code) (\(tenant.name), \(tenant.timeZone)).")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tenants.")

        func run() async throws {
            let database = try await ConfiguredDatabase.open(Settings())
            for record in try await database.readUnscoped({ try TenantDirectory($0).records() }) {
                let tenant = record.tenant
                let until = record.deleteAfter.map { " after \($0)" } ?? ""
                print("\(tenant.code)\t\(tenant.name)\t\(tenant.timeZone)\t\(record.state.rawValue)\(until)")
            }
        }
    }
}
