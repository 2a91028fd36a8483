import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence

/// Takes over a MongoDB dump of the earlier prototype.
struct ImportMongoCommand: AsyncParsableCommand {
    enum Alignment: String, ExpressibleByArgument, CaseIterable {
        case strict, floor
    }

    enum Meaning: String, ExpressibleByArgument, CaseIterable {
        case start, end
    }

    static let configuration = CommandConfiguration(
        commandName: "mongo",
        abstract: "Import a dump of the earlier prototype: mongodump (folder or archive) or mongoexport.")

    @Argument(help: "A folder, an archive or a collection's file, each plain or gzip.") var path: String
    @Option(help: "The tenant's code.") var tenant: String
    @Flag(help: "Report what would become of what; store nothing.") var dryRun = false
    @Option(help: "A JSON file of other field names.") var fields: String?
    @Option(help: "The meters' interval in minutes.") var intervalMinutes: Int64 = 15
    @Option(help: "The interval of readings in the air, in minutes.") var airIntervalMinutes: Int64 = 60
    @Option(help: "What a reading's time names: the start or the end of its interval.") var time = Meaning.start
    @Option(help: "Times between two starts: strict takes them as faults, floor moves them back.")
    var align = Alignment.strict
    @Option(help: "The capacity of zones that have none, kW.") var zoneCapacityKw: Double?

    func validate() throws {
        for minutes in [intervalMinutes, airIntervalMinutes]
        where !(1...1440).contains(minutes) || !Series.acceptedIntervalSeconds.contains(minutes * 60) {
            throw ValidationError("An interval takes 1, 5, 10, 15, 20, 30, 60 or 1440 minutes.")
        }
    }

    func run() async throws {
        let settings = try Settings()
        let database = try await ConfiguredDatabase.open(settings)
        let found = try await TenantOption.find(tenant, in: database)
        var options = MongoImportOptions()
        options.meterIntervalSeconds = intervalMinutes * 60
        options.airIntervalSeconds = airIntervalMinutes * 60
        options.isTimeOfEnd = time == .end
        options.isFloored = align == .floor
        options.zoneCapacityKW = zoneCapacityKw
        options.isDryRun = dryRun
        if let fields { options.fields = Array(try Data(contentsOf: URL(fileURLWithPath: fields))) }
        let importing = ImportMongo(database: database, scope: TenantScope(tenant: found.id), options: options)
        let bar = ProgressBar(dryRun ? "· Checking" : "· Checking and importing")
        let outcome = try await importing(path, now: .wallClock, by: .commandLine) { bar.show($0) }
        bar.finish()
        print(outcome.text)
        if !outcome.isSound { throw ExitCode.failure }
    }
}
