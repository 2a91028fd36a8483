import Foundation
package import GridModel
import Interchange
package import Persistence
import Telemetry

/// Imports a network from a SimBench folder, with its profiles as meter readings and zones from
/// GeoJSON: everything in one transaction.
package struct ImportNetwork: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// - Parameters:
    ///   - now: the moment of the import; profile readings that end later are refused.
    ///   - dryRun: do everything, then undo it: what is reported is what an import would do.
    ///   - progress: 0…1
    /// - Throws: `ImportError` with every fault of the files, `NetworkImportError`, `NetworkWriteError`,
    ///   `IngestRefusal` when a profile holds what no meter reads, `DatabaseError`. Then nothing has been stored.
    package func callAsFunction(
        _ files: NetworkFiles, now: Timestamp, dryRun: Bool, progress: @escaping @Sendable (Double) -> Void
    ) async throws -> NetworkImportOutcome {
        let folder = SimBenchFolder(path: files.folder)
        let read = try folder.network()
        let zones = try files.zones.map { try ZonesGeoJSON.read(FileBytes.all($0)) } ?? []
        var network = read.network
        network.assignFeeders(to: zones)
        try Self.check(zones, of: network)
        let profiles = try files.profileClock.map { clock in
            try folder.profiles(for: network, clock: clock) { progress($0.fraction * 0.4) }
        }
        let outcome = NetworkImportOutcome(network: network, zones: zones.count, notices: read.notices)
        let complete = network
        do {
            return try await database.write(scope) { session in
                guard try AssetRepository(session).count(.node) == 0 else { throw NetworkImportError.networkExists }
                var outcome = outcome
                let series = try NetworkSeriesWriter(session, intervalSeconds: profiles?.intervalSeconds ?? 900).write(
                    complete, zones: zones, isLoadMetered: { profiles?.energy(of: $0) != nil },
                    isGeneratorMetered: { profiles?.energy(of: $0) != nil })
                outcome.series = series.count
                if let profiles {
                    let receipt = try Self.store(profiles, of: complete, in: series, session, now: now) {
                        progress(0.4 + 0.6 * $0)
                    }
                    outcome.readings = receipt.inserted
                }
                if dryRun { throw Undone(outcome: outcome) }
                return outcome
            }
        } catch let undone as Undone {
            return undone.outcome
        }
    }

    /// Thrown to roll a dry run back.
    private struct Undone: Error {
        let outcome: NetworkImportOutcome
    }

    private static func check(_ zones: [ZoneDraft], of network: GridNetwork) throws {
        let nodes = Set(network.nodes.map(\.code))
        var faults = ImportFaults()
        for zone in zones {
            for node in zone.nodeCodes + zone.criticalSites.compactMap(\.nodeCode) where !nodes.contains(node) {
                faults.add(ImportFault(reason: "The zone “\(zone.code)” names the node “\(node)”, which is not there"))
            }
        }
        guard faults.isEmpty else { throw ImportError.faulty(faults) }
    }

    private static func store(
        _ profiles: SimBenchProfiles, of network: GridNetwork, in series: [String: Series], _ session: TenantSession,
        now: Timestamp, progress: (Double) -> Void
    ) throws -> IngestReceipt {
        let end = profiles.start + Int64(profiles.intervalCount) * profiles.intervalSeconds
        guard end <= now else { throw NetworkImportError.profilesEndInFuture(end) }
        let columns: [(code: String, energy: () -> [Double]?)] =
            network.loadPoints.map { load in (load.code, { profiles.energy(of: load) }) }
            + network.generators.map { generator in (generator.code, { profiles.energy(of: generator) }) }
        var load = ColumnLoad(session, now: now, source: "import")
        for (index, column) in columns.enumerated() {
            if let series = series[column.code], let energy = column.energy() {
                try load.add(
                    ReadingColumn(
                        start: profiles.start, intervalSeconds: profiles.intervalSeconds, values: energy),
                    to: series.id)
            }
            progress(Double(index + 1) / Double(columns.count))
        }
        return load.receipt
    }
}

/// The files of a network import.
package struct NetworkFiles: Sendable {
    let folder: String
    let zones: String?
    let profileClock: CityCalendar?

    /// - Parameters:
    ///   - folder: tables in SimBench's CSV format.
    ///   - zones: a GeoJSON file; nil: no zones.
    ///   - profileClock: the wall clock of the profiles' times; nil: leave the profiles out.
    package init(folder: String, zones: String?, profileClock: CityCalendar?) {
        self.folder = folder
        self.zones = zones
        self.profileClock = profileClock
    }
}

/// Why a sound file cannot be imported.
package enum NetworkImportError: Error, Hashable, CustomStringConvertible {
    case networkExists
    case profilesEndInFuture(Timestamp)

    package var description: String {
        switch self {
        case .networkExists: "The tenant has a network already; a network is imported once, into a tenant without one."
        case .profilesEndInFuture(let end):
            "The profiles end at \(end), which is still to come; readings are of intervals that have ended."
        }
    }
}
