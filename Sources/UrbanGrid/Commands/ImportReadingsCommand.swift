import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence

/// Imports a CSV file of readings.
struct ImportReadingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readings", abstract: "Import a CSV file of readings; --dry-run only reports.")

    @Argument(help: "The file, plain or gzip.") var file: String
    @Option(help: "The tenant's code.") var tenant: String
    @Option(help: "The column of the interval's start.") var start = "start"
    @Option(help: "Wide form: take only this column; may be repeated. Default: all but the times.")
    var column: [String] = []
    @Option(help: "Long form, one reading on a line: the column of the series' external names.") var series: String?
    @Option(help: "Long form: the column of the value.") var value = "value"
    @Option(help: "Long form: the column of the quality: measured, estimated, substituted, calculated or edited.")
    var quality: String?
    @Option(
        help: "The values' unit: \(ReadingsColumns.unitNames.joined(separator: ", ")). Default: each series' own.")
    var unit: String?
    @Flag(help: "Numbers are written 1,5 instead of 1.5.") var decimalComma = false
    @Option(help: "The IANA time zone of times without one. Default: the tenant's.") var timeZone: String?
    @Option(help: "How dates are written: \(ReadingsColumns.dateFormatNames.joined(separator: ", ")). Default: iso.")
    var dateFormat: String?
    @Option(help: "\(ReadingsColumns.encodingNames.joined(separator: ", ")). Default: told from the file's beginning.")
    var encoding: String?
    @Flag(help: "Report every bad row; store nothing.") var dryRun = false
    @Option(help: "Write every bad row to this file as CSV: line, column, reason.") var faults: String?

    func validate() throws {
        if series == nil, quality != nil { throw ValidationError("--quality belongs to the long form (--series).") }
        if series != nil, !column.isEmpty {
            throw ValidationError("--column belongs to the wide form, --series to the long one.")
        }
    }

    func run() async throws {
        let settings = try Settings()
        let database = try await ConfiguredDatabase.open(settings)
        let found = try await TenantOption.find(tenant, in: database)
        let columns = try ReadingsColumns(
            start: start,
            layout: series.map { .long(series: $0, value: value, quality: quality) }
                ?? .wide(columns: column.isEmpty ? nil : column),
            unitName: unit, isDecimalComma: decimalComma, timeZone: timeZone ?? found.timeZone,
            dateFormatName: dateFormat, encodingName: encoding)
        let importing = ImportReadings(database: database, scope: TenantScope(tenant: found.id))
        let bar = ProgressBar(dryRun ? "· Checking" : "· Checking and importing")
        let outcome = try await importing(
            file, columns, now: .wallClock, dryRun: dryRun, faultsPath: faults, by: .commandLine
        ) { bar.show($0) }
        bar.finish()
        print(outcome.text)
        if !outcome.isSound { throw ExitCode.failure }
    }
}
