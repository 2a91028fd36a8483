import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence

/// Imports a network in SimBench's format with its profiles and zones.
struct ImportNetworkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network",
        abstract: "Import a SimBench folder: the network, its profiles as readings, zones from GeoJSON.")

    @Argument(help: "The folder with Node.csv, Line.csv, …, each plain or gzip.") var folder: String
    @Option(help: "The tenant's code.") var tenant: String
    @Option(help: "A GeoJSON file of zones.") var zones: String?
    @Option(help: "The IANA time zone of the profiles' times.") var profileTimeZone = "Europe/Berlin"
    @Flag(inversion: .prefixedNo, help: "Take the profiles over as meter readings; without, real meters will send.")
    var profiles = true
    @Option(help: "With --no-profiles: the meters' interval in minutes.") var intervalMinutes: Int64 = 15
    @Flag(help: "Report what would be stored; store nothing.") var dryRun = false

    func validate() throws {
        guard (1...60).contains(intervalMinutes), Series.acceptedIntervalSeconds.contains(intervalMinutes * 60) else {
            throw ValidationError("--interval-minutes takes 1, 5, 10, 15, 20, 30 or 60.")
        }
    }

    func run() async throws {
        guard let clock = CityCalendar(identifier: profileTimeZone) else {
            throw ValidationError("“\(profileTimeZone)” is not a time zone of the IANA database.")
        }
        let settings = try Settings()
        let database = try await ConfiguredDatabase.open(settings)
        let found = try await TenantOption.find(tenant, in: database)
        let importing = ImportNetwork(database: database, scope: TenantScope(tenant: found.id))
        let bar = ProgressBar(dryRun ? "· Checking" : "· Importing")
        let outcome = try await importing(
            NetworkFiles(
                folder: folder, zones: zones,
                meters: profiles ? .profiles(clock: clock) : .real(intervalSeconds: intervalMinutes * 60)),
            now: .wallClock, dryRun: dryRun, by: .commandLine
        ) { bar.show($0) }
        bar.finish()
        print(outcome.text)
        print(dryRun ? "Nothing was stored." : "Stored. `urbangrid serve` shows it.")
    }
}
