package import GridModel
package import Identity
import Interchange
package import Persistence

/// Imports a Green Button file (NAESB ESPI): checked whole first, then stored in one transaction.
package struct ImportGreenButton: Sendable {
    private static let sliceRows = 4096
    private static let batchReadings = 50_000

    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// - Parameters:
    ///   - aliases: names of series by what the file calls its usage points.
    ///   - progress: 0…1
    /// - Throws: `ImportError` when the file cannot be read at all; a file with faults changes nothing and is reported
    ///   in the outcome.
    package func callAsFunction(
        _ path: String, aliases: [String: String] = [:], now: Timestamp, dryRun: Bool, faultsPath: String? = nil,
        by actor: Actor,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws -> ImportOutcome {
        let (known, closedBefore) = try await database.read(scope) {
            (try SeriesRepository($0).list(), try RetentionBoundary.stored($0))
        }
        let byName = Dictionary(known.map { ($0.externalName, $0) }) { first, _ in first }
        let faultFile = try faultsPath.map { try FaultFile(path: $0) }
        let check = try GreenButtonReadings(
            FileByteSource(path: path), file: path, now: now, closedBefore: closedBefore, gathers: false,
            previewRows: 5, aliases: aliases,
            resolve: { byName[$0] }, onFault: { faultFile?.add($0) })
        while try check.advance(rows: Self.sliceRows, readings: .max) {
            progress(check.progress.fraction * (dryRun ? 1 : 0.5))
        }
        try faultFile?.finish()
        let report = check.report
        guard report.faults.isEmpty, !dryRun else {
            return ImportOutcome(report: report, receipt: nil, isDryRun: dryRun, faultsPath: faultsPath)
        }
        let receipt = try await database.write(scope) { session in
            let pass = try GreenButtonReadings(
                FileByteSource(path: path), file: path, now: now, closedBefore: closedBefore, gathers: true,
                aliases: aliases,
                resolve: { byName[$0] })
            var store = ReadingStore(session, now: now, source: "import")
            var hasMore = true
            while hasMore {
                hasMore = try pass.advance(rows: .max, readings: Self.batchReadings)
                guard pass.faults.isEmpty else { throw ImportError.faulty(pass.faults) }
                for batch in pass.takeReadings() { try store.merge(batch.readings, into: batch.series) }
                progress(0.5 + pass.progress.fraction * 0.5)
            }
            let receipt = store.tally.receipt
            let name = AuditedImport.name(of: path)
            try session.audit(
                "readings.import", by: actor, on: "file", name, after: AuditedImport(name: name, receipt: receipt))
            return receipt
        }
        return ImportOutcome(report: report, receipt: receipt, isDryRun: false, faultsPath: faultsPath)
    }
}
