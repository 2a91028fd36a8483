import ArgumentParser
import GridModel
import Operations
import Persistence

/// Shows and sets how long a tenant keeps what, and deletes the rest.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "How long a tenant keeps readings, hours, days, forecasts and findings.",
        subcommands: [Show.self, Set.self, Run.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a tenant's policy.")

        @Option(help: "The tenant's code.") var tenant: String

        func run() async throws {
            let city = try await RetainedCity(tenant: tenant)
            city.show(try await city.queries.state())
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a tenant's policy; what is not given stays. Nothing is deleted until a run.")

        @Option(help: "The tenant's code.") var tenant: String
        @Option(help: "Readings as they came: months from \(RetentionPolicy.leastRawMonths), or forever.")
        var raw: String?
        @Option(help: "What readings were before they were replaced: months, or forever.") var revisions: String?
        @Option(help: "Hourly figures: months, or forever.") var hourly: String?
        @Option(help: "Daily figures: months, or forever.") var daily: String?
        @Option(help: "Forecasts: months, or forever.") var forecasts: String?
        @Option(help: "Anomalies: months, or forever.") var anomalies: String?

        func run() async throws {
            let given: [(String, String?, WritableKeyPath<RetentionPolicy, Int?>)] = [
                ("raw", raw, \.rawMonths), ("revisions", revisions, \.revisionMonths),
                ("hourly", hourly, \.hourlyMonths),
                ("daily", daily, \.dailyMonths), ("forecasts", forecasts, \.forecastMonths),
                ("anomalies", anomalies, \.anomalyMonths),
            ]
            let city = try await RetainedCity(tenant: tenant)
            var policy = try await city.queries.state().policy
            for case (let name, let text?, let path) in given {
                guard text == "forever" || Int(text) != nil else {
                    throw ValidationError("--\(name) is “\(text)”; expected a number of months, or forever.")
                }
                policy[keyPath: path] = Int(text)
            }
            city.show(try await city.queries.set(policy, by: .commandLine))
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete what is older than the policy keeps; --dry-run only reports.")

        @Option(help: "The tenant's code.") var tenant: String
        @Flag(help: "Report what would be deleted; delete nothing.") var dryRun = false

        func run() async throws {
            let city = try await RetainedCity(tenant: tenant)
            guard !dryRun else {
                let report = try await city.queries.preview()
                for table in report.tables where table.before != nil {
                    let stock = table.stock
                    var span = ""
                    if let first = stock.first, let last = stock.last { span = ", \(first) to \(last)" }
                    print("\(table.table.rawValue): \(stock.rows) rows, \(stock.bytes) bytes of values\(span)")
                }
                print(report.rows == 0 ? "Nothing would be deleted." : "Nothing was deleted: this was a dry run.")
                return
            }
            let bar = ProgressBar("· Deleting")
            let deleted = try await city.apply(by: .commandLine) { bar.show($0, $1) }
            bar.finish()
            for table in RetainedTable.allCases {
                if let rows = deleted[table] { print("\(table.rawValue): \(rows) rows deleted") }
            }
            if deleted.isEmpty { print("The policy keeps everything for ever; nothing was deleted.") }
        }
    }
}

/// A tenant with what its retention needs, for commands.
private struct RetainedCity {
    let queries: RetentionQueries
    let apply: ApplyRetention

    init(tenant code: String) async throws {
        let settings = try Settings()
        let database = try await ConfiguredDatabase.open(settings)
        let tenant = try await TenantOption.find(code, in: database)
        let scope = TenantScope(tenant: tenant.id)
        let shift = try await database.read(scope) { try DemoShift.stored($0) }
        guard let calendar = LoadCalendar(tenant: tenant, movedByWeeks: Int(shift?.weeks ?? 0)) else {
            throw SettingsError(
                variable: "time zone of tenant \(code)", value: tenant.timeZone, expected: "an IANA name")
        }
        let clock = CityClock { .wallClock }
        queries = RetentionQueries(database: database, scope: scope, calendar: calendar.city, clock: clock)
        apply = ApplyRetention(database: database, scope: scope, calendar: calendar.city, clock: clock)
    }

    func show(_ state: RetentionState) {
        for field in RetentionPolicy.fields {
            let months = state.policy[keyPath: field.path]
            print("\(field.name): \(months.map(String.init) ?? "for ever")")
        }
        if let closed = state.closedBefore { print("Readings before \(closed) are no longer taken in.") }
    }
}
