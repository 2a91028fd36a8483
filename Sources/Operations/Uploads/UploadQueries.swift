package import GridModel
package import Identity
import Interchange
package import Persistence

/// What people do with uploads: send, look at, preview, have imported, delete.
package struct UploadQueries: Sendable {
    /// What a preview looks at: enough to see what a mapping does, little enough to be answered at once.
    private static let previewRows = 20_000
    private static let previewBytes = 16 << 20
    /// Ahead of trainings: somebody waits.
    private static let priority = 10
    private static let attempts = 3

    private let database: any Database
    private let scope: TenantScope
    private let spool: UploadSpool
    private let directory: SeriesDirectory
    private let timeZone: String
    private let clock: CityClock
    private let wallClock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - directory: shared by all doors of the process.
    ///   - timeZone: the tenant's, for times without a zone.
    ///   - clock: the city's; no reading may lie after it.
    ///   - wallClock: by which uploads expire and jobs are due.
    package init(
        database: any Database, scope: TenantScope, spool: UploadSpool, directory: SeriesDirectory, timeZone: String,
        clock: CityClock, wallClock: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.scope = scope
        self.spool = spool
        self.directory = directory
        self.timeZone = timeZone
        self.clock = clock
        self.wallClock = wallClock
    }

    package var limits: UploadLimits { spool.limits }

    /// - Throws: `UploadError`
    package func begin(declaredBytes: Int?) throws -> UploadFile { try spool.begin(declaredBytes: declaredBytes) }

    /// - Throws: `UploadError`
    package func finish(_ file: UploadFile, name: String, by actor: Actor) async throws -> UploadRecord {
        if format(of: file) == .greenButton { try Self.checkXML(file.path) }
        let upload = try await spool.finish(file, name: name, format: format(of: file), now: wallClock())
        do {
            try await database.write(scope) { session in
                try session.audit(
                    "upload.create", by: actor, on: "upload", upload.id.text,
                    after: ["name": upload.name, "bytes": String(upload.sizeBytes)])
            }
        } catch {
            // What the log does not tell of is not kept.
            _ = spool.delete(upload.id)
            throw error
        }
        return upload
    }

    /// Newest first.
    package func list() async throws -> [UploadRecord] { try await withJobs(spool.list()) }

    package func upload(_ id: UploadID) async throws -> UploadRecord? {
        guard let upload = try spool.upload(id) else { return nil }
        return try await withJobs([upload]).first
    }

    /// - Returns: whether there was such an upload.
    /// - Throws: `UploadConflict` while a job works on it: cancel that first.
    package func delete(_ id: UploadID, by actor: Actor) async throws -> Bool {
        guard let upload = try spool.upload(id) else { return false }
        let isActive = try await database.write(scope) { session in
            let jobs = JobRepository(session)
            if let last = try jobs.latest(kind: ImportUpload.jobKind, uniqueKey: id.text),
                let state = try jobs.job(last)?.state, state == .queued || state == .running
            {
                return true
            }
            try session.audit("upload.delete", by: actor, on: "upload", id.text, before: ["name": upload.name])
            return false
        }
        if isActive { throw UploadConflict.isBeingWorkedOn }
        return spool.delete(id)
    }

    /// The path of the faults as CSV; nil when the file was not checked.
    package func faults(_ id: UploadID) throws -> String? {
        let path = spool.faultsPath(id)
        return FileByteSource.isReadable(path) ? path : nil
    }

    /// What the first lines suggest.
    /// - Returns: nil where the file cannot be read, which a preview says why.
    /// - Throws: `DatabaseError`
    package func guess(_ upload: UploadRecord) async throws -> UploadGuess? {
        guard upload.format == .csv else {
            return UploadGuess(columns: [], rows: [], mapping: .greenButton([:]))
        }
        let names = try await database.read(scope) { [directory] in try directory.refresh($0) }
        let path = spool.dataPath(upload.id)
        guard let encoding = try? TextEncoding.guess(from: FileByteSource(path: path)),
            let file = try? FileByteSource(path: path),
            let guess = try? ReadingsGuess(
                LimitedByteSource(
                    DecodedByteSource(file, encoding), limit: Self.previewBytes, excess: .ignored),
                wallClock: timeZone, isSeries: { names.find($0) != nil })
        else { return nil }
        return UploadGuess(
            columns: guess.columns, rows: guess.rows,
            mapping: guess.mapping.map {
                .csv(
                    ReadingsColumns(
                        $0, delimiter: guess.delimiter, encoding: encoding,
                        isDateOrderKnown: !guess.isDateOrderUnclear))
            }, unclear: guess.isDateOrderUnclear ? ["dateFormat"] : [])
    }

    /// What an import of the first rows would do.
    /// - Throws: `UploadConflict`, `DatabaseError`
    package func preview(_ upload: UploadRecord, _ mapping: UploadMapping) async throws -> UploadReport {
        try check(upload, mapping)
        let mapping = mapping.onClock(of: timeZone)
        let series = try await UploadSeries(database, scope, directory)
        do {
            return try await UploadPass(
                spool.dataPath(upload.id), mapping, now: clock.now, gathers: false, beginning: Self.previewBytes,
                limits: spool.limits, series: series
            ).check(rows: Self.previewRows)
        } catch let error as ImportError {
            return .unreadable(error)
        }
    }

    /// Has the file checked whole and, unless it is a dry run, imported.
    /// - Throws: `UploadConflict`, `DatabaseError`
    package func enqueue(
        _ upload: UploadRecord, _ mapping: UploadMapping, isDryRun: Bool, by actor: Actor
    ) async throws -> JobID {
        try check(upload, mapping)
        let now = wallClock()
        let payload = try UploadImportOrder(
            upload: upload.id, mapping: mapping.onClock(of: timeZone), isDryRun: isDryRun
        ).json
        let job = try await database.write(scope) { session in
            let job = try JobRepository(session).enqueue(
                kind: ImportUpload.jobKind, payload: payload, uniqueKey: upload.id.text, priority: Self.priority,
                maxAttempts: Self.attempts, runAt: now, now: now)
            guard let job else { return nil as JobID? }
            try session.audit(
                isDryRun ? "upload.check" : "upload.import", by: actor, on: "upload", upload.id.text,
                after: ["name": upload.name, "job": job.description])
            return job
        }
        guard let job else { throw UploadConflict.isBeingWorkedOn }
        return job
    }

    /// Told by the first bytes, unpacked.
    private func format(of file: UploadFile) -> UploadFormat {
        guard let source = try? FileByteSource(path: file.path), let start = try? source.nextBytes() else {
            return .csv
        }
        let text = start.drop { [0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0a, 0x0d].contains($0) }
        return text.first == UInt8(ascii: "<") ? .greenButton : .csv
    }

    /// Looks at the beginning of XML.
    /// - Throws: `UploadError.malformed`, or when the file cannot be read.
    private static func checkXML(_ path: String) throws {
        do {
            try XMLCheck.beginning(of: FileByteSource(path: path), elements: previewRows, bytes: previewBytes)
        } catch {
            throw UploadError.malformed(line: error.line, reason: error.description)
        }
    }

    private func withJobs(_ uploads: [UploadRecord]) async throws -> [UploadRecord] {
        try await database.read(scope) { session in
            let jobs = JobRepository(session)
            return try uploads.map { upload in
                var upload = upload
                upload.job = try jobs.latest(kind: ImportUpload.jobKind, uniqueKey: upload.id.text)
                return upload
            }
        }
    }

    private func check(_ upload: UploadRecord, _ mapping: UploadMapping) throws {
        guard upload.state != .imported else { throw UploadConflict.isImported }
        guard mapping.format == upload.format else { throw UploadConflict.otherFormat(upload.format) }
    }
}

/// What a file's first lines suggest about it.
package struct UploadGuess: Hashable, Sendable {
    package let columns: [String]
    package let rows: [[String]]
    /// Nil when no column holds times, or none values.
    package let mapping: UploadMapping?
    /// Members of the mapping that the lines leave open: somebody has to choose.
    package let unclear: [String]

    package init(columns: [String], rows: [[String]], mapping: UploadMapping?, unclear: [String] = []) {
        self.columns = columns
        self.rows = rows
        self.mapping = mapping
        self.unclear = unclear
    }
}

/// What is asked for does not fit the state of the upload.
package enum UploadConflict: Error, Hashable, CustomStringConvertible {
    case isImported
    case isBeingWorkedOn
    case otherFormat(UploadFormat)

    package var description: String {
        switch self {
        case .isImported: "The upload is imported already; send the file again to import it again."
        case .isBeingWorkedOn: "A check or an import of the upload waits or runs."
        case .otherFormat(let format): "The upload is of the format \(format.rawValue): the mapping is for another."
        }
    }
}
