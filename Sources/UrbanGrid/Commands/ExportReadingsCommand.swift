import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence

/// Exports readings as a file, or to the output.
struct ExportReadingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readings", abstract: "Export readings as CSV, JSON lines, Excel or Green Button XML.",
        discussion: "Say which: --series, --zone or --quantity. What goes to the output instead of a file is the same.")

    @Option(help: "The tenant's code.") var tenant: String
    @Option(help: "Only these series: their numbers, separated by commas.") var series: String?
    @Option(help: "Only the series of this zone, by its number.") var zone: Int64?
    @Option(help: "Only this quantity: \(Quantity.allCases.map(\.rawValue).joined(separator: ", ")).")
    var quantity: String?
    @Option(help: "The first moment (ISO 8601 with zone). Default: 7 days before --to.") var from: String?
    @Option(help: "The moment after the last. Default: now.") var to: String?
    @Option(help: "\(words(ExportRequest.Format.self)).") var format = ExportRequest.Format.csv.rawValue
    @Option(help: "\(words(ExportRequest.Layout.self)).") var layout = ExportRequest.Layout.long.rawValue
    @Option(help: "\(words(ExportRequest.Resolution.self)).") var resolution = ExportRequest.Resolution.raw.rawValue
    @Option(help: "The IANA time zone of times and days. Default: the tenant's.") var timeZone: String?
    @Flag(help: "Pack the file (gzip).") var gzip = false
    @Option(help: "The file. Default: to the output.") var output: String?

    func run() async throws {
        let settings = try Settings()
        let request = try request()
        let file = try output.map { try ExportFile($0) }
        let database = try await ConfiguredDatabase.open(settings)
        let found = try await TenantOption.find(tenant, in: database)
        let exporting = ExportReadings(
            database: database, tenant: found, clock: CityClock { .wallClock },
            temporaryFolder: FileManager.default.temporaryDirectory)
        let bar = ProgressBar("· Exporting")
        do {
            let export = try await exporting.prepare(request)
            try await export.write {
                if let file { try file.write($0) } else { try FileHandle.standardOutput.write(contentsOf: Data($0)) }
            } progress: {
                bar.show($0)
            }
        } catch let refusal as ExportRefusal {
            throw ValidationError(refusal.description)
        }
        try file?.finish()
        bar.finish()
    }

    private func request() throws -> ExportRequest {
        ExportRequest(
            series: try series.map { text in
                try text.split(separator: ",", omittingEmptySubsequences: false).map {
                    guard let number = Int64($0), number > 0 else {
                        throw ValidationError("--series “\(text)”: expected numbers, separated by commas.")
                    }
                    return SeriesID(number)
                }
            },
            zone: zone.map { ZoneID($0) }, quantity: try quantity.map { try Self.choice("--quantity", $0) },
            from: try moment("--from", from), to: try moment("--to", to),
            format: try Self.choice("--format", format), layout: try Self.choice("--layout", layout),
            resolution: try Self.choice("--resolution", resolution), timeZone: timeZone, isPacked: gzip)
    }

    private func moment(_ option: String, _ text: String?) throws -> Timestamp? {
        guard let text else { return nil }
        guard let moment = Timestamp(iso8601: text), Timestamp.acceptedRange.contains(moment) else {
            throw ValidationError(
                "\(option) “\(text)” is not a time with its zone, such as 2026-11-23T09:00:00Z.")
        }
        return moment
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(_ option: String, _ text: String) throws
        -> Choice where Choice.RawValue == String
    {
        guard let choice = Choice(rawValue: text) else {
            throw ValidationError("\(option) “\(text)” is not known; expected one of \(words(Choice.self)).")
        }
        return choice
    }
}

private func words<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> String
where Choice.RawValue == String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
}
