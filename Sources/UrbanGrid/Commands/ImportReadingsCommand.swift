import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence
import SQLiteDriver

/// Imports a CSV file of readings.
struct ImportReadingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readings", abstract: "Import a CSV file of readings; --dry-run only reports.")

    @Argument(help: "The file, plain or gzip.") var file: String
    @Option(help: "The tenant's code.") var tenant: String
    @Option(help: "The column of the interval's start.") var start = "start"
    @Option(help: "Long form: the column of the series' external name.") var series: String?
    @Option(help: "Long form: the column of the value.") var value = "value"
    @Option(help: "An IANA time zone, where the file's times are without one.") var timeZone: String?
    @Flag(help: "Report every bad row; store nothing.") var dryRun = false

    func run() async throws {
        let settings = try Settings()
        let database = try await DatabaseFile.open(in: settings.directory)
        let found = try await TenantOption.find(tenant, in: database)
        let columns = ReadingsColumns(start: start, series: series, value: value, timeZone: timeZone)
        let importing = ImportReadings(database: database, scope: TenantScope(tenant: found.id))
        let bar = ProgressBar(dryRun ? "· Checking" : "· Checking and importing")
        let outcome = try await importing(file, columns, now: .wallClock, dryRun: dryRun) { bar.show($0) }
        bar.finish()
        print(outcome.text)
        if !outcome.isSound { throw ExitCode.failure }
    }
}
