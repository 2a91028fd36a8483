import ArgumentParser
import GridModel
import Operations
import Persistence

/// Makes series.
struct SeriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "series", abstract: "Make series: what is measured, of what, and how often.",
        subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a measured series of an asset or zone; its readings come in by every door.",
            discussion: """
                Such as the measurement where a feeder is fed, that an energy balance is drawn from:
                  urbangrid series create feeder-7.import --tenant my-town --of feeder:F7 \\
                    --quantity activeEnergyImport --interval 900
                """)

        @Argument(help: "The name other systems know it by; unique.") var externalName: String
        @Option(help: "The tenant's code.") var tenant: String
        @Option(help: "What is measured, as KIND:CODE: \(Self.kinds).") var of: String
        @Option(help: "\(Quantity.allCases.map(\.rawValue).joined(separator: ", ")).") var quantity: String
        @Option(help: "The length of an interval in seconds.") var interval: Int64 = 900
        @Option(help: "The name people see. Default: the asset's with the quantity.") var name: String?

        private static let kinds = SubjectKind.allCases.map(\.rawValue).joined(separator: ", ")

        func run() async throws {
            let parts = of.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let kind = SubjectKind(rawValue: String(parts[0])) else {
                throw ValidationError("--of takes KIND:CODE, such as feeder:F7; kinds: \(Self.kinds).")
            }
            guard let quantity = Quantity(rawValue: quantity) else {
                let known = Quantity.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("There is no quantity “\(self.quantity)”; known: \(known).")
            }
            let database = try await ConfiguredDatabase.open(Settings())
            let found = try await TenantOption.find(tenant, in: database)
            let made = try await CreateSeries(database: database, scope: TenantScope(tenant: found.id))(
                SeriesDraft(
                    externalName: externalName, name: name, kind: kind, place: .code(String(parts[1])),
                    quantity: quantity, intervalSeconds: interval), by: .commandLine)
            print(
                "Made the series \(made.series.id), “\(made.series.externalName)”: \(made.series.quantity.rawValue) of "
                    + "\(made.assetName), \(made.series.quantity.unit) every \(made.series.intervalSeconds) s.")
        }
    }
}
