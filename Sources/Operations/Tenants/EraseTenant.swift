package import Foundation
package import GridModel
package import Identity
package import Persistence

/// Leaves nothing of a tenant whose period of grace has passed: exports it, then deletes its rows from every table
/// that has a tenant, its files, and at the end the tenant.
///
/// The tables are found in the database's own catalog. Many short transactions, so that other tenants never wait long;
/// cut short at any moment, the next run goes on: the tenant itself goes last. Accounts stay, as they may belong
/// elsewhere; the platform's log keeps that there was a tenant of this code and who had it deleted.
package struct EraseTenant: Sendable {
    static let rowsAtOnce = 2000

    private let database: any Database
    private let folders: TenantFolders

    package init(database: any Database, folders: TenantFolders) {
        self.database = database
        self.folders = folders
    }

    /// Those whose period of grace has passed.
    package func due(at now: Timestamp) async throws -> [TenantRecord] {
        try await database.readUnscoped { try TenantDirectory($0).records() }.filter { Self.isDue($0, now) }
    }

    /// - Parameter progress: what is being done; what it throws ends the run between two transactions.
    /// - Returns: the rows that were deleted, by table.
    /// - Throws: `TenantStateRefusal.isNotToBeDeletedYet`, `EraseError`, `DatabaseError`, or an error of the file system
    @discardableResult
    package func callAsFunction(
        _ id: TenantID, now: Timestamp, by actor: Actor, progress: @Sendable (String) throws -> Void = { _ in }
    ) async throws -> [String: Int] {
        guard let record = try await database.readUnscoped({ try TenantDirectory($0).record(id) }),
            Self.isDue(record, now)
        else { throw TenantStateRefusal.isNotToBeDeletedYet }
        let export = folders.export(of: record)
        if !ExportTenant.isWhole(export) {
            try await ExportTenant(database: database)(record, to: export, now: now) { try progress("Exporting \($1)") }
        }
        let head = try await database.readUnscoped { try AuditRepository(of: id, $0).head() }
        let tables = try await database.readUnscoped { try TenantTable.all($0) }.filter { $0.name != "tenants" }
        let deleted = try await empty(tables, of: id, progress)
        try folders.removeFiles(of: id)
        try await database.writeUnscoped { connection in
            // Nothing may have come in between: then it is deleted by another run.
            if let table = try tables.first(where: { try $0.holds(id, connection) }) {
                throw EraseError.isStillWritten(table: table.name)
            }
            try OutboxRepository(platform: connection).delete(about: id)
            try TenantDirectory(connection).remove(id)
            try connection.auditPlatform(
                "tenant.erase", by: actor, on: "tenant", id, before: ["code": record.tenant.code],
                after: ErasedTenant(rows: deleted, auditHead: head?.text, export: export.lastPathComponent))
            try connection.notify(.identity)
        }
        return deleted
    }

    /// Tables that others refer to are emptied after those.
    private func empty(
        _ tables: [TenantTable], of id: TenantID, _ progress: @Sendable (String) throws -> Void
    ) async throws -> [String: Int] {
        var deleted: [String: Int] = [:]
        var left = tables
        while !left.isEmpty {
            var referred: [TenantTable] = []
            for table in left {
                try progress("Deleting from \(table.name)")
                do {
                    deleted[table.name, default: 0] += try await empty(table, of: id)
                } catch let error as DatabaseError where error.kind == .foreignKeyViolation {
                    referred.append(table)
                }
            }
            guard referred.count < left.count else { throw EraseError.tablesReferToEachOther(referred.map(\.name)) }
            left = referred
        }
        return deleted
    }

    private func empty(_ table: TenantTable, of id: TenantID) async throws -> Int {
        var total = 0
        while true {
            try Task.checkCancellation()
            let count = try await database.administer(TenantScope(tenant: id)) { session in
                try table.name == "audit_entries"
                    ? AuditRepository.erase(id, limit: Self.rowsAtOnce, session.connection)
                    : table.delete(of: id, limit: Self.rowsAtOnce, session.connection)
            }
            total += count
            if count < Self.rowsAtOnce { return total }
        }
    }

    private static func isDue(_ record: TenantRecord, _ now: Timestamp) -> Bool {
        record.state == .deleting && record.deleteAfter.map { $0 <= now } ?? false
    }
}

/// Where files of tenants lie.
package struct TenantFolders: Sendable {
    private let exports: URL
    private let objects: URL
    private let uploads: URL

    /// - Parameters:
    ///   - exports: where what is deleted is put before.
    ///   - objects: models, by tenant.
    ///   - uploads: by tenant.
    package init(exports: URL, objects: URL, uploads: URL) {
        self.exports = exports
        self.objects = objects
        self.uploads = uploads
    }

    /// Of one deletion: the number is given to no other tenant.
    package func export(of record: TenantRecord) -> URL {
        exports.appending(path: "\(record.tenant.code)-\(record.tenant.id)", directoryHint: .isDirectory)
    }

    func removeFiles(of tenant: TenantID) throws {
        for folder in [objects.appending(path: "tenant-\(tenant)"), uploads.appending(path: "\(tenant)")]
        where FileManager.default.fileExists(atPath: folder.path) {
            try FileManager.default.removeItem(at: folder)
        }
    }
}

package enum EraseError: Error, Hashable, CustomStringConvertible {
    case isStillWritten(table: String)
    case tablesReferToEachOther([String])

    package var description: String {
        switch self {
        case .isStillWritten(let table): "Something still writes to \(table) of the tenant; run the deletion again."
        case .tablesReferToEachOther(let tables):
            "Rows of \(tables.joined(separator: ", ")) refer to each other and cannot be deleted."
        }
    }
}

/// What the platform's log keeps of a tenant.
private struct ErasedTenant: Encodable {
    let rows: [String: Int]
    /// Of its audit log: an export can be held against it.
    let auditHead: String?
    let export: String
}
