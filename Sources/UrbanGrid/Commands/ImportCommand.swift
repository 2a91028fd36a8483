import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence
import SQLiteDriver

/// Imports a CSV file of readings.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import a CSV file of readings; --dry-run only reports.")

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
        let code = tenant
        guard let found = try await database.readUnscoped({ try TenantDirectory($0).tenant(code: code) }) else {
            throw ValidationError("There is no tenant \"\(tenant)\".")
        }
        let columns = ReadingsColumns(start: start, series: series, value: value, timeZone: timeZone)
        let importing = ImportReadings(database: database, scope: TenantScope(tenant: found.id))
        let now = Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        let bar = ProgressBar(dryRun ? "· Checking" : "· Checking and importing")
        let outcome = try await importing(file, columns, now: now, dryRun: dryRun) { bar.show($0) }
        bar.finish()
        print(outcome.text)
        if !outcome.isSound { throw ExitCode.failure }
    }
}
