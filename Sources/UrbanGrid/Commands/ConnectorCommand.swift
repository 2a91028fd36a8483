import ArgumentParser
import GridModel
import Operations
import Persistence

/// Shows and changes the connectors to providers of weather and air quality.
struct ConnectorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connector", abstract: "Weather and air quality from Open-Meteo and OpenAQ.",
        subcommands: [List.self, Enable.self, Disable.self, Run.self])

    /// What all of them work on.
    struct City: ParsableArguments {
        @Option(help: "The tenant's code.") var tenant: String

        func open() async throws -> (database: any Database, scope: TenantScope, environment: ConnectorEnvironment) {
            let settings = try Settings()
            let database = try await ConfiguredDatabase.open(settings)
            let found = try await TenantOption.find(tenant, in: database)
            return (database, TenantScope(tenant: found.id), ConnectorEnvironment(settings))
        }

        func manage() async throws -> ManageConnectors {
            let (database, scope, environment) = try await open()
            return ManageConnectors(database: database, scope: scope, environment: environment)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "How the connectors stand.")

        @OptionGroup var city: City

        func run() async throws {
            for record in try await city.manage().list() { print(ConnectorCommand.text(record)) }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a connector on, or change its settings; `serve` polls it.")

        @OptionGroup var city: City
        @Argument(help: "open-meteo-weather, open-meteo-air-quality or openaq.") var name: String
        @Option(help: "The service's base URL; default: the provider's public one.") var baseURL: String?
        @Option(help: "Seconds from one poll to the next.") var interval: Int64?
        @Option(help: "Calls a UTC day.") var dailyCalls: Int?
        @Option(help: "Days that the first poll reaches back.") var backfillDays: Int?
        @Option(help: "Kilometres within which a station speaks for a zone (OpenAQ).") var radiusKm: Double?

        func validate() throws {
            try check("--interval", interval, ConnectorChange.intervals)
            try check("--daily-calls", dailyCalls, ConnectorChange.dailyCallsRange)
            try check("--backfill-days", backfillDays, ConnectorChange.backfills)
            try check("--radius-km", radiusKm, ConnectorChange.radii)
        }

        private func check<Number: Comparable>(_ option: String, _ value: Number?, _ range: ClosedRange<Number>) throws
        {
            guard let value, !range.contains(value) else { return }
            throw ValidationError("\(option) takes \(range.lowerBound) to \(range.upperBound).")
        }

        func run() async throws {
            var change = ConnectorChange()
            change.isEnabled = true
            change.baseURL = baseURL
            change.intervalSeconds = interval
            change.dailyCalls = dailyCalls
            change.backfillDays = backfillDays
            change.radiusKm = radiusKm
            guard let record = try await city.manage().change(name, change, by: .commandLine) else {
                throw ConnectorCommand.unknown(name)
            }
            print(ConnectorCommand.text(record))
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Turn a connector off; what it stored stays.")

        @OptionGroup var city: City
        @Argument(help: "The connector's name.") var name: String

        func run() async throws {
            var change = ConnectorChange()
            change.isEnabled = false
            guard let record = try await city.manage().change(name, change, by: .commandLine) else {
                throw ConnectorCommand.unknown(name)
            }
            print(ConnectorCommand.text(record))
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Poll now, whatever the schedule says.")

        @OptionGroup var city: City
        @Argument(help: "The connector's name.") var name: String

        func run() async throws {
            let (database, scope, environment) = try await city.open()
            let poll = PollConnector(database: database, scope: scope, environment: environment)
            guard let text = try await poll.now(name) else { throw ConnectorCommand.unknown(name) }
            print(text)
        }
    }

    private static func unknown(_ name: String) -> ValidationError {
        ValidationError("There is no connector “\(name)”: see `urbangrid connector list`.")
    }

    private static func text(_ record: ConnectorRecord) -> String {
        var lines = [
            "\(record.name)\t\(record.standing.rawValue)\t\(record.callsToday)/\(record.settings.dailyCalls) calls today"
        ]
        if let success = record.lastSuccessAt {
            lines.append("  last success \(success): \(record.lastReport ?? "")")
        }
        if let error = record.lastError { lines.append("  last error: \(error)") }
        if let next = record.nextAttemptAt { lines.append("  next attempt \(next)") }
        return lines.joined(separator: "\n")
    }
}
