import DatabaseTesting
import Foundation
import GridModel
import Identity
import Operations
import Persistence
import Synchronization
import Testing

@Suite struct UploadTests {
    private static let header = "time,name,kwh\n"
    let city: SmallCity
    let directory = SeriesDirectory()

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
    }

    @Test func soundFileIsStoredAndItsFileGoes() async throws {
        let upload = try await send(Self.header + "2026-06-09T12:00:00Z,meter,1.5\n2026-06-09T12:00:00Z,solar,2\n")
        let stored = try #require(try await runImport(upload))
        #expect(stored.inserted == 2)
        #expect(try await city.totalReadings() == 2)
        let told = try await AuditQueries(database: city.database, scope: city.scope).list(
            AuditFilter(action: "upload.store"), before: nil, limit: 10)
        #expect(told.map(\.event.objectID) == [upload.id.text])
        #expect(told.first?.event.after?.contains(#""inserted":2"#) == true)
        #expect(try await Set(city.staleSeries()) == [city.meter.id, city.solar.id])
        let after = try #require(try await uploads.upload(upload.id))
        #expect(after.state == .imported)
        #expect(after.report?.stored == stored)
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "\(upload.id).data").path))
        await #expect(throws: UploadConflict.isImported) { try await uploads.preview(after, mapping()) }
        // A job that was killed after its last step is run again.
        #expect(try await runImport(upload) == stored)
    }

    @Test func faultyFileChangesNothingAndEveryFaultCanBeFetched() async throws {
        let upload = try await send(
            Self.header + "2026-06-09T12:00:00Z,meter,1.5\nyesterday,meter,1\n2026-06-09T12:00:00Z,nobody,1\n")
        #expect(try await runImport(upload) == nil)
        let after = try #require(try await uploads.upload(upload.id))
        #expect(after.state == .faulty)
        #expect(after.report?.faults.map(\.line) == [3, 4])
        #expect(try await city.totalReadings() == 0)
        let path = try #require(try uploads.faults(upload.id))
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first == "line,column,reason")
        // With a better mapping, or a series made since, the same file may be sound.
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "\(upload.id).data").path))
    }

    @Test func dryRunOnlyChecks() async throws {
        let upload = try await send(Self.header + "2026-06-09T12:00:00Z,meter,1.5\n")
        #expect(try await runImport(upload, isDryRun: true) == nil)
        #expect(try await uploads.upload(upload.id)?.state == .checked)
        #expect(try await city.totalReadings() == 0)
    }

    @Test(arguments: [[0x1f, 0x8b, 8, 0, 1, 2, 3], Array("time,name,kwh\n\"open".utf8)] as [[UInt8]])
    func fileThatCannotBeReadIsFaultyAndNoFailure(bytes: [UInt8]) async throws {
        let upload = try await send(bytes)
        #expect(try await runImport(upload) == nil)
        let after = try #require(try await uploads.upload(upload.id))
        #expect(after.state == .faulty)
        #expect(after.report?.faultCount == 1)
        #expect(after.report?.isWholeFile == false)
        let path = try #require(try uploads.faults(upload.id))
        #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 2)
    }

    @Test func previewLooksAtTheFirstRowsOnly() async throws {
        let rows = (0..<20_500).map { "\(1_700_000_000 / 3600 * 3600 + $0 * 3600),meter,1\n" }.joined()
        let upload = try await send(Self.header + rows + "x,y,z\n")
        let preview = try await uploads.preview(upload, mapping())
        #expect(!preview.isWholeFile)
        #expect(preview.faultCount == 0)
        #expect((20_000..<20_500).contains(preview.rows))
        #expect(preview.preview.count == 10)
        #expect(try await uploads.preview(try await send(Self.header + "x,y,z\n"), mapping()).isWholeFile)
    }

    @Test func cancelledImportKeepsWhatItStoredAndDoneAgainItEnds() async throws {
        let rows = (0..<250_000).map { index in
            "\(1_000_000_000 / 3600 * 3600 + index / 2 * 3600),\(index % 2 == 0 ? "meter" : "solar"),\(index % 7)\n"
        }.joined()
        let upload = try await send(Self.header + rows)
        let steps = Mutex(0)
        await #expect(throws: CancellationError.self) {
            try await runImport(upload) { _, phase in
                let count = steps.withLock { steps in
                    steps += phase == "Storing" ? 1 : 0
                    return steps
                }
                if count == 2 { throw CancellationError() }
            }
        }
        let stopped = try #require(try await uploads.upload(upload.id))
        #expect(stopped.state == .stopped)
        let kept = try await city.totalReadings()
        #expect(stopped.report?.stored?.inserted == kept)
        #expect((1..<250_000).contains(kept))
        let stored = try #require(try await runImport(upload))
        #expect(stored.inserted == 250_000 - kept)
        #expect(stored.unchanged == kept)
        #expect(stored.revised == 0)
        #expect(try await city.totalReadings() == 250_000)
    }

    @Test func unknownSeriesAreRegisteredWhereTheTenantWantsThat() async throws {
        let upload = try await send(Self.header + "2026-06-09T12:00:00Z,new one,1.5\n2026-06-09T12:15:00Z,new one,2\n")
        #expect(try await uploads.preview(upload, mapping()).faultCount == 2)
        try await city.database.write(city.scope) { session in
            try IngestSettings(
                json: #"{"unknownSeries":"register","registration":{"quantity":"activeEnergyImport"}}"#
            ).save(session)
        }
        let preview = try await uploads.preview(upload, mapping())
        #expect(preview.faultCount == 0)
        #expect(preview.series.map(\.series) == [nil])
        #expect(try await seriesCount(named: "new one") == 0)
        #expect(try await runImport(upload)?.inserted == 2)
        #expect(try await seriesCount(named: "new one") == 1)
    }

    @Test func whatIsMissingForUnknownSeriesToBeRegisteredIsSaid() async throws {
        let upload = try await send(Self.header + "2026-06-09T12:00:00Z,new one,1.5\n")
        let refused = try await uploads.preview(upload, mapping()).faults.map(\.reason)
        #expect(refused == ["“new one” names no series"])
        try await city.database.write(city.scope) { session in
            try IngestSettings(json: #"{"unknownSeries":"register"}"#).save(session)
        }
        let reason = try #require(try await uploads.preview(upload, mapping()).faults.first?.reason)
        #expect(reason.contains("registration.quantity"))
        let one = IncomingReading(
            target: .externalName("new one"), reading: Reading(start: city.clock.now - 3600, value: 1))
        let refusal = await #expect(throws: IngestRefusal.self) {
            try await IngestReadings(database: city.database, scope: city.scope, clock: city.clock.city)(
                [one], source: "test")
        }
        #expect(refusal?.faults.first?.expected?.contains("partial=true") == true)
    }

    @Test func warningsStandInThePreviewAndInTheReportAndHinderNothing() async throws {
        let upload = try await send(
            Self.header + "2025-10-26 01:00,meter,1\n2025-10-26 02:00,meter,2\n2025-10-26 03:00,meter,3\n")
        let berlin = try mapping(timeZone: "Europe/Berlin")
        let preview = try await uploads.preview(upload, berlin)
        #expect(preview.faultCount == 0)
        #expect(preview.warnings?.count == 1)
        #expect(preview.warnings?.first.map(\.line) == [3])
        #expect(try await runImport(upload, berlin)?.inserted == 3)
        #expect(try await uploads.upload(upload.id)?.report?.warnings == preview.warnings)
    }

    @Test func theGuessKnowsTheSeriesTheEncodingAndWhatItDoesNotKnow() async throws {
        let wide = try #require(try await uploads.guess(await send("time,meter,x\n01/02/2026 00:00,1.5,a\n")))
        guard case .csv(let columns) = wide.mapping else {
            Issue.record("No columns were proposed")
            return
        }
        #expect(columns.layout == .wide(columns: ["meter"]))
        #expect(wide.unclear == ["dateFormat"])
        #expect(columns.dateFormatName == nil)
        let latin: [UInt8] = Array("time;name;Z".utf8) + [0xe4] + Array("hler\n29.03.2026 04:00;meter;1,5\n".utf8)
        let upload = try await send(latin)
        let guess = try #require(try await uploads.guess(upload))
        guard case .csv(let german) = guess.mapping else {
            Issue.record("No columns were proposed")
            return
        }
        #expect(guess.columns == ["time", "name", "Zähler"])
        #expect(german.encodingName == "windows-1252")
        #expect(german.dateFormatName == "dayFirst")
        let mapping = try #require(guess.mapping)
        #expect(try await uploads.preview(upload, mapping).faults.map(\.reason) == [])
        let gone = try await uploads.preview(
            upload, .csv(try ReadingsColumns(start: "time", layout: german.layout, encodingName: "utf-8")))
        #expect(gone.faults.contains { $0.reason.contains("windows-1252") })
    }

    @Test func brokenXMLIsRefusedWhenItIsSentAndLeavesNothing() async throws {
        do {
            _ = try await send("<feed>\n<entry>")
            Issue.record("it is broken")
        } catch let error as UploadError {
            guard case .malformed(let line, let reason) = error else { throw error }
            #expect(line == 2)
            #expect(reason.contains("line 2"))
        }
        #expect(try names() == [])
        let sound = try await send("<feed>\n<entry/></feed>")
        #expect(try await uploads.guess(sound)?.mapping == .greenButton([:]))
    }

    @Test func registrationThatIsFullIsAFaultOfTheFile() async throws {
        try await city.database.write(city.scope) { session in
            try IngestSettings(
                json: """
                    {"unknownSeries":"register","registration":{"quantity":"activeEnergyImport","maximumSeries":1}}
                    """
            ).save(session)
        }
        let upload = try await send(Self.header + "2026-06-09T12:00:00Z,a,1\n2026-06-09T12:00:00Z,b,1\n")
        #expect(try await runImport(upload) == nil)
        #expect(try await uploads.upload(upload.id)?.state == .faulty)
        #expect(try await seriesCount(named: "a") == 0)
        #expect(try await city.totalReadings() == 0)
    }

    @Test func oneJobAtATimeWorksOnAnUpload() async throws {
        let upload = try await send(Self.header)
        let job = try await uploads.enqueue(upload, mapping(), isDryRun: true, by: .tester)
        #expect(try await uploads.upload(upload.id)?.job == job)
        await #expect(throws: UploadConflict.isBeingWorkedOn) {
            try await uploads.enqueue(upload, mapping(), isDryRun: false, by: .tester)
        }
        await #expect(throws: UploadConflict.isBeingWorkedOn) { try await uploads.delete(upload.id, by: .tester) }
        try await city.database.write(city.scope) { [now = city.clock.now] in
            _ = try JobRepository($0).cancel(job, now: now)
        }
        #expect(try await uploads.delete(upload.id, by: .tester))
        #expect(try await uploads.list().isEmpty)
    }

    // MARK: The spool

    @Test func halfSentFilesGoWhenTheirWriterDoesAndWhenItWasKilled() async throws {
        let spool = spool()
        var file: UploadFile? = try spool.begin(declaredBytes: nil)
        try await file?.write([1, 2, 3])
        spool.sweep()
        #expect(try names().count == 1, "somebody writes it")
        file = nil
        #expect(try names() == [])
        // As a killed process leaves them: nobody holds a lock.
        for name in ["00000000000000aa.part", "00000000000000bb.data"] {
            try Data([1]).write(to: folder.appending(path: name))
        }
        spool.sweep()
        #expect(try names() == [])
    }

    @Test func uploadsExpire() async throws {
        let upload = try await send(Self.header)
        spool().sweep(expiredAt: upload.expiresAt - 1)
        #expect(try await uploads.list().map(\.id) == [upload.id])
        spool().sweep(expiredAt: upload.expiresAt)
        #expect(try names() == [])
    }

    @Test func aTenantsFilesAreBoundedInNumberSizeAndSum() async throws {
        var limits = UploadLimits()
        limits.tenantFiles = 2
        limits.fileBytes = 100
        let small = spool(limits)
        #expect(throws: UploadError.tooLarge(limit: 100)) { try small.begin(declaredBytes: 101) }
        let first = try small.begin(declaredBytes: nil)
        await #expect(throws: UploadError.tooLarge(limit: 100)) {
            try await first.write([UInt8](repeating: 0, count: 60))
            try await first.write([UInt8](repeating: 0, count: 60))
        }
        await #expect(throws: UploadError.empty) {
            _ = try await small.finish(small.begin(declaredBytes: nil), name: "", format: .csv, now: city.clock.now)
        }
        let second = try small.begin(declaredBytes: nil)
        #expect(throws: UploadError.tooManyFiles(limit: 2)) { try small.begin(declaredBytes: nil) }
        try await second.write([1])
        limits.tenantFiles = 10
        limits.tenantBytes = 99
        #expect(throws: UploadError.tenantIsFull(limit: 99)) { try spool(limits).begin(declaredBytes: 50) }
        limits.reservedDiskBytes = .max
        #expect(throws: UploadError.diskFull) { try spool(limits).begin(declaredBytes: 1) }
        #expect(first.id != second.id)
    }

    @Test func tenantsDoNotSeeEachOthersUploads() async throws {
        let upload = try await send(Self.header)
        let other = UploadSpool(
            folder: city.temporary.directory.appending(path: "uploads"), scope: TenantScope(tenant: TenantID(99)))
        #expect(try other.upload(upload.id) == nil)
        #expect(try other.list().isEmpty)
        #expect(!other.delete(upload.id))
        #expect(try await uploads.upload(upload.id) != nil)
    }

    @Test(arguments: [
        "", "../../etc/passwd", "00000000000000AA", "000000000000000", "00000000000000000", "0000000000000/00",
    ])
    func idThatIsNoneNamesNoFile(text: String) {
        #expect(UploadID(text) == nil)
    }

    // MARK: Private

    private var folder: URL { city.temporary.directory.appending(path: "uploads/\(city.scope.tenant)") }

    private func spool(_ limits: UploadLimits = UploadLimits()) -> UploadSpool {
        UploadSpool(folder: city.temporary.directory.appending(path: "uploads"), scope: city.scope, limits: limits)
    }

    private var uploads: UploadQueries {
        UploadQueries(
            database: city.database, scope: city.scope, spool: spool(), directory: directory, timeZone: "UTC",
            clock: city.clock.city, wallClock: { [now = city.clock.now] in now })
    }

    private func names() throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path)
    }

    private func mapping(timeZone: String? = nil) throws -> UploadMapping {
        .csv(
            try ReadingsColumns(
                start: "time", layout: .long(series: "name", value: "kwh", quality: nil), timeZone: timeZone))
    }

    private func send(_ text: String) async throws -> UploadRecord { try await send(Array(text.utf8)) }

    private func send(_ bytes: [UInt8]) async throws -> UploadRecord {
        let file = try uploads.begin(declaredBytes: bytes.count)
        try await file.write(bytes)
        return try await uploads.finish(file, name: "test.csv", by: .tester)
    }

    /// As the worker does: from the payload that was put into the queue.
    @discardableResult
    private func runImport(
        _ upload: UploadRecord, _ given: UploadMapping? = nil, isDryRun: Bool = false,
        progress: @escaping @Sendable (Double, String) throws -> Void = { _, _ in }
    ) async throws -> UploadReport.Stored? {
        let payload: String
        if let current = try await uploads.upload(upload.id), current.state != .imported {
            let job = try await uploads.enqueue(current, given ?? mapping(), isDryRun: isDryRun, by: .tester)
            payload = try await city.database.write(city.scope) { [now = city.clock.now] session in
                let jobs = JobRepository(session)
                _ = try jobs.cancel(job, now: now)
                return try #require(try jobs.job(job)).payload
            }
        } else {
            payload = try await city.database.read(city.scope) {
                try #require(try JobRepository($0).list().first).payload
            }
        }
        return try await ImportUpload(
            database: city.database, scope: city.scope, spool: spool(), directory: directory, clock: city.clock.city,
            wallClock: { [now = city.clock.now] in now })(payload: payload, progress: progress)
    }

    private func seriesCount(named name: String) async throws -> Int {
        try await city.database.read(city.scope) { try SeriesRepository($0).series(externalName: name) == nil ? 0 : 1 }
    }
}
