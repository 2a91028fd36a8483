import Foundation
package import GridModel
package import Identity
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
        _ files: NetworkFiles, now: Timestamp, dryRun: Bool, by actor: Actor,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws -> NetworkImportOutcome {
        let folder = SimBenchFolder(path: files.folder)
        let read = try folder.network()
        let zones = try files.zones.map { try ZonesGeoJSON.read(FileBytes.all($0)) } ?? []
        var network = read.network
        network.assignFeeders(to: zones)
        try Self.check(zones, of: network)
        let profiles: SimBenchProfiles?
        switch files.meters {
        case .profiles(let clock):
            profiles = try folder.profiles(for: network, clock: clock) { progress($0.fraction * 0.4) }
        case .real: profiles = nil
        }
        let outcome = NetworkImportOutcome(network: network, zones: zones.count, notices: read.notices)
        let complete = network
        do {
            return try await database.write(scope) { session in
                guard try AssetRepository(session).count(.node) == 0 else { throw NetworkImportError.networkExists }
                var outcome = outcome
                let series = try Self.write(complete, zones, metered: files.meters, profiles, session)
                outcome.series = series.count
                if let profiles {
                    let receipt = try Self.store(profiles, of: complete, in: series, session, now: now) {
                        progress(0.4 + 0.6 * $0)
                    }
                    outcome.readings = receipt.inserted
                }
                if dryRun { throw Undone(outcome: outcome) }
                try session.audit(
                    "network.import", by: actor, on: "file", AuditedImport.name(of: files.folder),
                    after: ["series": outcome.series, "readings": outcome.readings])
                return outcome
            }
        } catch let undone as Undone {
            return undone.outcome
        }
    }

    /// - Returns: the measured series by the code of what they measure.
    private static func write(
        _ network: GridNetwork, _ zones: [ZoneDraft], metered meters: NetworkFiles.Meters,
        _ profiles: SimBenchProfiles?, _ session: TenantSession
    ) throws -> [String: Series] {
        switch meters {
        case .real(let intervalSeconds):
            try NetworkSeriesWriter(session, intervalSeconds: intervalSeconds).write(
                network, zones: zones, isGeneratorMetered: { _ in true })
        case .profiles:
            try NetworkSeriesWriter(session, intervalSeconds: profiles?.intervalSeconds ?? 900).write(
                network, zones: zones, isLoadMetered: { profiles?.energy(of: $0) != nil },
                isGeneratorMetered: { profiles?.energy(of: $0) != nil })
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
                        start: profiles.start, intervalSeconds: profiles.intervalSeconds,
                        values: energy.map(Self.metered)),
                    to: series.id)
            }
            progress(Double(index + 1) / Double(columns.count))
        }
        return try load.finish()
    }

    /// kWh in whole Wh, as a meter counts: a profile's product has digits that nothing measured.
    private static func metered(_ energy: Double) -> Double { (energy * 1000).rounded() / 1000 }
}

/// The files of a network import.
package struct NetworkFiles: Sendable {
    /// Where the readings of load points and generators come from.
    package enum Meters: Sendable {
        /// The folder's profiles, whose times are on this wall clock; what has no profile has no series.
        case profiles(clock: CityCalendar)
        /// Meters that send later: every load point and generator has a series of this interval.
        case real(intervalSeconds: Int64)
    }

    let folder: String
    let zones: String?
    let meters: Meters

    /// - Parameters:
    ///   - folder: tables in SimBench's CSV format.
    ///   - zones: a GeoJSON file; nil: no zones.
    package init(folder: String, zones: String?, meters: Meters) {
        self.folder = folder
        self.zones = zones
        self.meters = meters
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
