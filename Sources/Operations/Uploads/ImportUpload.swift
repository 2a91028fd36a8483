import Foundation
package import GridModel
import Identity
import Interchange
package import Persistence

/// Imports an upload: checked whole first, then stored in pieces, each a transaction.
///
/// One transaction for all would hold the tenant's one writer for minutes. A piece is stored whole or not at all,
/// and storing it again changes nothing: an import that was killed or cancelled keeps what it had stored, and is
/// done again from the beginning.
package struct ImportUpload: Sendable {
    package static let jobKind = "uploads.import"

    /// Readings a transaction stores.
    private static let pieceReadings = 100_000
    /// Faults written to the file that people can fetch.
    private static let faultsWritten = 100_000
    /// The part of the whole that checking is.
    private static let checkShare = 0.4

    private let database: any Database
    private let scope: TenantScope
    private let spool: UploadSpool
    private let directory: SeriesDirectory
    private let clock: CityClock
    private let wallClock: @Sendable () -> Timestamp

    /// - Parameter directory: shared by all doors of the process.
    package init(
        database: any Database, scope: TenantScope, spool: UploadSpool, directory: SeriesDirectory, clock: CityClock,
        wallClock: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.scope = scope
        self.spool = spool
        self.directory = directory
        self.clock = clock
        self.wallClock = wallClock
    }

    /// Does what a job asks for.
    ///
    /// - Parameters:
    ///   - payload: of the job.
    ///   - progress: 0…1 and what is being done; throws when the job was cancelled.
    /// - Returns: what was stored; nil for a check, or when the file has faults.
    /// - Throws: `UploadError`, `DatabaseError`, `CancellationError`
    @discardableResult
    package func callAsFunction(
        payload: String, progress: @escaping @Sendable (Double, String) throws -> Void
    ) async throws -> UploadReport.Stored? {
        let order = try UploadImportOrder(json: payload)
        guard var upload = try spool.upload(order.upload) else { throw UploadGone() }
        guard upload.state != .imported else { return upload.report?.stored }
        let series = try await UploadSeries(database, scope, directory)
        let now = clock.now
        let path = spool.dataPath(upload.id)
        var (report, unmade) = try await checked(upload.id, path, order.mapping, series, now) {
            try progress($0 * (order.isDryRun ? 1 : Self.checkShare), "Checking")
        }
        if report.faultCount == 0, !order.isDryRun {
            do {
                try await series.make(unmade, database, scope)
            } catch let unknown as UnknownSeries {
                report.add(.init(line: nil, column: nil, reason: "\(unknown.message) Expected \(unknown.expected)"))
            }
        }
        upload.expiresAt = wallClock() + spool.limits.keptSeconds
        upload.report = report
        upload.state = report.faultCount > 0 ? .faulty : .checked
        try spool.save(upload)
        guard report.faultCount == 0, !order.isDryRun else {
            try progress(1, report.faultCount > 0 ? "\(report.faultCount) faults: nothing was stored" : "Checked")
            return nil
        }
        var stored = UploadReport.Stored()
        do {
            try await store(upload, path, order.mapping, now, &stored) {
                try progress(Self.checkShare + (1 - Self.checkShare) * $0, "Storing")
            }
        } catch {
            report.stored = stored
            upload.report = report
            upload.state = .stopped
            // What stopped the import is what counts; the next attempt writes the record again.
            try? spool.save(upload)
            throw error
        }
        report.stored = stored
        upload.report = report
        upload.state = .imported
        upload.expiresAt = wallClock() + spool.limits.keptSeconds
        try spool.save(upload)
        spool.removeData(upload.id)
        return stored
    }

    private func checked(
        _ id: UploadID, _ path: String, _ mapping: UploadMapping, _ series: UploadSeries, _ now: Timestamp,
        _ progress: (Double) throws -> Void
    ) async throws -> (UploadReport, unmade: [String]) {
        let faults = try FaultFile(path: spool.faultsPath(id), limit: Self.faultsWritten)
        do {
            let pass = try UploadPass(
                path, mapping, now: now, gathers: false, limits: spool.limits, series: series,
                onFault: { faults.add($0) })
            let report = try await pass.check(progress: progress)
            // Then its last fault is why the file could not be read to its end, which no row is to blame for.
            if !report.isWholeFile, let last = report.faults.last {
                faults.add(ImportFault(line: last.line, reason: last.reason))
            }
            try faults.finish()
            return (report, pass.unmade)
        } catch let error as ImportError {
            faults.add(ImportFault(line: error.line, reason: error.description))
            try faults.finish()
            return (.unreadable(error), [])
        }
    }

    /// The last transaction, which completes the import, tells the audit log of it.
    private func store(
        _ upload: UploadRecord, _ path: String, _ mapping: UploadMapping, _ now: Timestamp,
        _ stored: inout UploadReport.Stored, _ progress: (Double) throws -> Void
    ) async throws {
        // Read anew: it knows the series that were made just now.
        let series = try await UploadSeries(database, scope, directory)
        let pass = try UploadPass(path, mapping, now: now, gathers: true, limits: spool.limits, series: series)
        var piece = try pass.next(readings: Self.pieceReadings)
        var isComplete = false
        while !isComplete {
            let following = try piece == nil ? nil : pass.next(readings: Self.pieceReadings)
            isComplete = following == nil
            stored = try await database.write(scope) { [piece, isComplete, stored] session in
                var (store, sum) = (ReadingStore(session, now: now, source: "upload"), stored)
                for one in piece ?? [] { try store.merge(one.readings, into: one.series) }
                sum.add(store.tally.receipt)
                if isComplete {
                    try session.audit(
                        "upload.store", by: .program(Self.jobKind), on: "upload", upload.id.text,
                        after: AuditedImport(name: upload.name, stored: sum))
                }
                return sum
            }
            piece = following
            try progress(pass.fraction)
            try Task.checkCancellation()
        }
    }
}

/// What a job is asked to do with an upload.
struct UploadImportOrder: Hashable, Codable {
    let upload: UploadID
    let mapping: UploadMapping
    let isDryRun: Bool

    init(upload: UploadID, mapping: UploadMapping, isDryRun: Bool) {
        self.upload = upload
        self.mapping = mapping
        self.isDryRun = isDryRun
    }

    init(json: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
    }

    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}

/// The file of an upload is not, or no longer, here.
package struct UploadGone: Error, CustomStringConvertible {
    package var description: String { "The upload is gone: it expired or was deleted. Send the file again." }
}
