package import Foundation
package import GridModel
import Persistence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files that wait to be imported, in one folder a tenant.
///
/// An upload is `<id>.data` with `<id>.json` beside it, which says what it is and what has become of it, and
/// `<id>.faults.csv` once it was checked. Without its JSON a file is half sent: it holds a lock as long as
/// somebody writes it, so a free one is what a killed process left behind. Everything is on the disk, so that
/// uploads survive a restart and several processes may share the folder.
package struct UploadSpool: Sendable {
    package let limits: UploadLimits
    private let folder: URL

    /// - Parameter folder: of all tenants' uploads; made when it is needed.
    package init(folder: URL, scope: TenantScope, limits: UploadLimits = UploadLimits()) {
        self.folder = folder.appendingPathComponent("\(scope.tenant)", isDirectory: true)
        self.limits = limits
    }

    /// Begins a file.
    /// - Parameter declaredBytes: how long it will be, where the client says so.
    /// - Throws: `UploadError`
    package func begin(declaredBytes: Int?) throws -> UploadFile {
        if let declaredBytes, declaredBytes > limits.fileBytes { throw UploadError.tooLarge(limit: limits.fileBytes) }
        if declaredBytes == 0 { throw UploadError.empty }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw Self.failure("mkdir")
        }
        sweep()
        let files = try names().filter { $0.hasSuffix(Suffix.record) || $0.hasSuffix(Suffix.draft) }
        guard files.count < limits.tenantFiles else { throw UploadError.tooManyFiles(limit: limits.tenantFiles) }
        try checkRoom(declaredBytes ?? 0)
        let id = UploadID()
        return try UploadFile(
            id: id, path: path(id, Suffix.draft), limit: limits.fileBytes, checkRoom: { try checkRoom($0) })
    }

    /// Makes a finished file an upload.
    /// - Throws: `UploadError`
    package func finish(_ file: UploadFile, name: String, format: UploadFormat, now: Timestamp) async throws
        -> UploadRecord
    {
        let data = path(file.id, Suffix.data)
        let count = try await file.finish(as: data)
        let record = UploadRecord(
            id: file.id, name: name, format: format, sizeBytes: count, receivedAt: now,
            expiresAt: now + limits.keptSeconds)
        do {
            try save(record)
        } catch {
            unlink(data)
            throw error
        }
        return record
    }

    /// Newest first.
    package func list() throws -> [UploadRecord] {
        try names().compactMap { name in
            guard name.hasSuffix(Suffix.record) else { return nil }
            return try UploadID(name.dropLast(Suffix.record.count)).flatMap { try upload($0) }
        }.sorted { ($0.receivedAt, $0.id.text) > ($1.receivedAt, $1.id.text) }
    }

    /// Nil without such an upload.
    package func upload(_ id: UploadID) throws -> UploadRecord? {
        let path = path(id, Suffix.record)
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try JSONDecoder().decode(UploadRecord.self, from: data)
    }

    /// Durable when it returns.
    func save(_ record: UploadRecord) throws {
        do {
            try ObjectStore(folder: folder).put(Array(JSONEncoder().encode(record)), at: record.id.text + Suffix.record)
        } catch ObjectStoreError.cannotWrite(let step, let code) {
            throw Self.failure(step, code)
        }
    }

    /// - Returns: whether there was such an upload.
    package func delete(_ id: UploadID) -> Bool {
        let existed = unlink(path(id, Suffix.record)) == 0
        removeData(id)
        unlink(faultsPath(id))
        return existed
    }

    func removeData(_ id: UploadID) { unlink(path(id, Suffix.data)) }

    func dataPath(_ id: UploadID) -> String { path(id, Suffix.data) }

    package func faultsPath(_ id: UploadID) -> String { path(id, Suffix.faults) }

    /// Takes away what a killed process left half done.
    /// - Parameter moment: now, to take away uploads that have expired, too.
    package func sweep(expiredAt moment: Timestamp? = nil) {
        guard let names = try? names() else { return }
        for name in names {
            if name.hasSuffix(Suffix.draft) { removeUnlocked(name, unless: nil) }
            if name.hasSuffix(Suffix.data) {
                removeUnlocked(name, unless: name.dropLast(Suffix.data.count) + Suffix.record)
            }
            guard let moment else { continue }
            if name.hasSuffix(Suffix.record), let id = UploadID(name.dropLast(Suffix.record.count)),
                let record = try? upload(id), record.expiresAt <= moment
            {
                _ = delete(id)
            }
            if name.hasSuffix(Suffix.objectDraft) { removeOld(name, before: moment - limits.keptSeconds) }
        }
    }

    static func failure(_ step: String, _ code: Int32 = errno) -> UploadError {
        [ENOSPC, EDQUOT, EFBIG].contains(code) ? .diskFull : .cannotStore(step: step, code: code)
    }

    // MARK: Private

    private enum Suffix {
        static let draft = ".part"
        static let data = ".data"
        static let record = ".json"
        static let faults = ".faults.csv"
        /// Of the object store, through which records are written.
        static let objectDraft = ".draft"
    }

    private func path(_ id: UploadID, _ suffix: String) -> String {
        folder.appendingPathComponent(id.text + suffix).path
    }

    private func names() throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw Self.failure("list")
        }
    }

    /// Whether so many bytes more fit, beside everything that is there or being sent.
    private func checkRoom(_ bytes: Int) throws {
        let used = try names().reduce(0) { sum, name in
            sum + ((attributes(folder.appendingPathComponent(name).path)?[.size] as? NSNumber)?.intValue ?? 0)
        }
        guard used + bytes <= limits.tenantBytes else { throw UploadError.tenantIsFull(limit: limits.tenantBytes) }
        var disk = statvfs()
        guard statvfs(folder.path, &disk) == 0 else { throw Self.failure("statvfs") }
        let free = Int(disk.f_bavail) * Int(disk.f_frsize)
        guard free - bytes >= limits.reservedDiskBytes else { throw UploadError.diskFull }
    }

    /// - Parameter companion: a file that, when it is there, says that this one is whole.
    private func removeUnlocked(_ name: String, unless companion: String?) {
        let path = folder.appendingPathComponent(name).path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        // Looked for only now: whoever writes a file gives its lock back after the companion is there.
        let isWhole = companion.map { access(folder.appendingPathComponent($0).path, F_OK) == 0 } ?? false
        if !isWhole { unlink(path) }
    }

    private func removeOld(_ name: String, before moment: Timestamp) {
        let path = folder.appendingPathComponent(name).path
        guard let changed = attributes(path)?[.modificationDate] as? Date else { return }
        if changed.timeIntervalSince1970 < Double(moment.secondsSinceEpoch) { unlink(path) }
    }

    /// Nil when there is no such file (any more).
    private func attributes(_ path: String) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: path)
    }
}
