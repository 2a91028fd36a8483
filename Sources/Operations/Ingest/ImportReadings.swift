package import GridModel
package import Identity
import Interchange
package import Persistence

/// Imports a CSV file of readings: checked whole first, then stored in one transaction.
package struct ImportReadings: Sendable {
    private static let previewRows = 5

    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// - Parameters:
    ///   - dryRun: only report.
    ///   - faultsPath: a file to write every fault into, as CSV.
    ///   - progress: 0…1
    /// - Throws: `ImportError` when the file cannot be read at all; a file with faults changes nothing
    ///   and is reported in the outcome.
    package func callAsFunction(
        _ path: String, _ columns: ReadingsColumns, now: Timestamp, dryRun: Bool, faultsPath: String? = nil,
        by actor: Actor,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws -> ImportOutcome {
        let (known, closedBefore) = try await database.read(scope) {
            (try SeriesRepository($0).list(), try RetentionBoundary.stored($0))
        }
        let byName = Dictionary(known.map { ($0.externalName, $0) }) { first, _ in first }
        let mapping = try columns.mapping(of: path)
        let source = try columns.decoded(FileByteSource(path: path), of: path)
        let faultFile = try faultsPath.map { try FaultFile(path: $0) }
        let report = try ReadingsImport(mapping: mapping, now: now, closedBefore: closedBefore) { byName[$0] }
            .dryRun(
                source, previewRows: Self.previewRows, progress: { progress($0.fraction * (dryRun ? 1 : 0.5)) },
                onFault: { faultFile?.add($0) })
        try faultFile?.finish()
        guard report.faults.isEmpty, !dryRun else {
            return ImportOutcome(report: report, receipt: nil, isDryRun: dryRun, faultsPath: faultsPath)
        }
        let receipt = try await database.write(scope) { session in
            var store = ReadingStore(session, now: now, source: "import")
            _ = try ReadingsImport(mapping: mapping, now: now, closedBefore: closedBefore) { byName[$0] }
                .read(
                    columns.decoded(FileByteSource(path: path), of: path),
                    progress: { progress(0.5 + $0.fraction * 0.5) }
                ) { batches in
                    for batch in batches { try store.merge(batch.readings, into: batch.series) }
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

/// What an import found and did.
package struct ImportOutcome: Sendable {
    let report: ReadingsReport
    /// Nil when nothing was stored.
    package let receipt: IngestReceipt?
    let isDryRun: Bool
    let faultsPath: String?

    package var isSound: Bool { report.faults.isEmpty }

    /// For a terminal.
    package var text: String {
        var lines = ["\(report.rowCount) rows, \(report.readingCount) sound readings, \(report.faults.total) faults."]
        if isDryRun, !report.preview.isEmpty {
            lines.append(RowPreview(columns: report.columns, rows: report.preview).text)
        }
        if !report.faults.isEmpty { lines.append(report.faults.text) }
        if !report.warnings.isEmpty { lines.append("\(report.warnings.total) warnings:\n\(report.warnings.text)") }
        if let faultsPath, !report.faults.isEmpty {
            lines.append("All \(report.faults.total) faults are in \(faultsPath).")
        } else if report.faults.total > ImportFaults.shownLimit {
            lines.append("`--faults FILE` writes all of them to a file.")
        }
        if let receipt {
            lines.append(
                "Stored: \(receipt.inserted) new, \(receipt.revised) revised, \(receipt.unchanged) unchanged.")
        } else {
            lines.append("Nothing was stored.")
        }
        return lines.joined(separator: "\n")
    }
}
