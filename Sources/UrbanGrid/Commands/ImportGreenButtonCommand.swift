import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence

/// Imports a Green Button file.
struct ImportGreenButtonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "green-button", abstract: "Import a Green Button file (NAESB ESPI, XML); --dry-run only reports.")

    @Argument(help: "The file, plain or gzip.") var file: String
    @Option(help: "The tenant's code.") var tenant: String
    @Option(help: "“POINT=SERIES”: the series of a usage point, by its title or number; may be repeated.")
    var series: [String] = []
    @Flag(help: "Report every bad reading; store nothing.") var dryRun = false
    @Option(help: "Write every fault to this file as CSV: line, column, reason.") var faults: String?

    func run() async throws {
        var aliases: [String: String] = [:]
        for one in series {
            guard let equals = one.lastIndex(of: "="), equals > one.startIndex else {
                throw ValidationError("--series takes POINT=SERIES, such as 7=meter-12.")
            }
            aliases[String(one[..<equals])] = String(one[one.index(after: equals)...])
        }
        let settings = try Settings()
        let database = try await ConfiguredDatabase.open(settings)
        let found = try await TenantOption.find(tenant, in: database)
        let importing = ImportGreenButton(database: database, scope: TenantScope(tenant: found.id))
        let bar = ProgressBar(dryRun ? "· Checking" : "· Checking and importing")
        let outcome = try await importing(
            file, aliases: aliases, now: .wallClock, dryRun: dryRun, faultsPath: faults,
            by: .commandLine
        ) { bar.show($0) }
        bar.finish()
        print(outcome.text)
        if !outcome.isSound { throw ExitCode.failure }
    }
}
