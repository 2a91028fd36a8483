package import Foundation
package import GridModel
import Identity
import Interchange
import Observability
package import Persistence
import Telemetry

/// Writes everything of a tenant into a folder: each of its tables as JSON lines, its readings as CSV, its people, and
/// at the end a manifest.
///
/// Page by page, in memory that does not grow with the tenant. A folder without a manifest is not whole. What is secret
/// is left out: hashes of tokens and keys, and everything that is sealed.
package struct ExportTenant: Sendable {
    package static let manifest = "manifest.json"
    private static let pageSize = 1000
    private static let seriesAtOnce = 200

    private let database: any Database

    package init(database: any Database) {
        self.database = database
    }

    /// - Parameters:
    ///   - folder: made when it is missing; files of an export that was cut short are written anew.
    ///   - progress: 0…1 and what is being written; what it throws ends the export.
    /// - Returns: rows by file.
    /// - Throws: `DatabaseError`, or an error of the file system
    @discardableResult
    package func callAsFunction(
        _ record: TenantRecord, to folder: URL, now: Timestamp,
        progress: @Sendable (Double, String) throws -> Void = { _, _ in }
    ) async throws -> [String: Int] {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let manifest = folder.appending(path: Self.manifest)
        if FileManager.default.fileExists(atPath: manifest.path) { try FileManager.default.removeItem(at: manifest) }
        let tables = try await database.readUnscoped { try TenantTable.all($0) }
        var rows: [String: Int] = [:]
        for (index, table) in tables.enumerated() {
            try progress(Double(index) / Double(tables.count + 2), table.name)
            let file = try TextFile(folder.appending(path: "\(table.name).jsonl"))
            rows[file.name] = try await write(table, of: record.tenant.id, to: file)
        }
        try progress(Double(tables.count) / Double(tables.count + 2), "readings")
        let readings = try TextFile(folder.appending(path: "readings.csv"))
        rows[readings.name] = try await writeReadings(of: record.tenant, to: readings)
        let people = try TextFile(folder.appending(path: "people.jsonl"))
        rows[people.name] = try await writePeople(of: record.tenant, to: people)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try ObjectStore(folder: folder).put(
            Array(try encoder.encode(TenantManifest(record, rows: rows, at: now))), at: Self.manifest)
        try progress(1, "done")
        return rows
    }

    /// Whether the folder holds a whole export.
    package static func isWhole(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: manifest).path)
    }

    private func write(_ table: TenantTable, of tenant: TenantID, to file: TextFile) async throws -> Int {
        let shown = table.columns.indices.filter { !Self.isSecret(table.columns[$0].name, in: table.name) }
        var after: [SQLValue]?
        var count = 0
        while true {
            try Task.checkCancellation()
            let position = after
            let page = try await database.readUnscoped {
                try table.page(of: tenant, after: position, limit: Self.pageSize, $0)
            }
            guard let last = page.last else { break }
            for row in page { file.write(JSONLine.bytes(shown.map { (table.columns[$0].name, row[$0]) })) }
            try file.flush()
            count += page.count
            after = table.key(of: last)
        }
        try file.close()
        return count
    }

    /// Blocks of readings are bytes that only this program reads: here they are as text, series by series.
    private func writeReadings(of tenant: Tenant, to file: TextFile) async throws -> Int {
        let scope = TenantScope(tenant: tenant.id)
        let span = TimeSpan(start: Timestamp.acceptedRange.lowerBound, end: Timestamp.acceptedRange.upperBound)
        file.write(Array("series,quantity,start,value,unit,quality\n".utf8))
        var after: SeriesID?
        var count = 0
        while true {
            let position = after
            let page = try await database.read(scope) {
                try SeriesRepository($0).list(after: position, limit: Self.seriesAtOnce)
            }
            guard let last = page.last else { break }
            for series in page {
                try Task.checkCancellation()
                count += try await database.read(scope) { session in
                    var written = 0
                    try ReadingBlockRepository(session).forEachBlock(
                        of: series.id, intervalSeconds: series.intervalSeconds, in: span
                    ) { block in
                        for reading in block.readings { file.write(ReadingLine.bytes(reading, of: series)) }
                        written += block.readings.count
                        try file.flush()
                    }
                    return written
                }
            }
            after = last.id
        }
        try file.close()
        return count
    }

    private func writePeople(of tenant: Tenant, to file: TextFile) async throws -> Int {
        let members = ManageMembers(database: database, scope: TenantScope(tenant: tenant.id), now: { .now })
        var after: UserID?
        var count = 0
        while true {
            let page = try await members.list(after: after, limit: Self.pageSize)
            guard let last = page.last else { break }
            for person in page {
                file.write(
                    JSONLine.bytes([
                        ("user_id", .integer(person.membership.user.rawValue)), ("email", .text(person.account.email)),
                        ("name", .text(person.account.name)), ("role", .text(person.membership.role)),
                    ]))
            }
            try file.flush()
            count += page.count
            after = last.membership.user
        }
        try file.close()
        return count
    }

    /// The audit log's hashes are no secrets: whoever keeps the export verifies it by them.
    private static func isSecret(_ column: String, in table: String) -> Bool {
        column.hasPrefix("sealed_") || (column == "body" && table == "idempotency_keys")
            || (column.hasSuffix("_hash") && table != "audit_entries")
    }
}

/// What an export holds.
private struct TenantManifest: Encodable {
    let format = "urbangrid-tenant-1"
    let tenant: String
    let tenantID: Int64
    let name: String
    let exportedAt: String
    /// By file.
    let rows: [String: Int]
    let leftOut = "columns with hashes of secrets, and sealed values"

    init(_ record: TenantRecord, rows: [String: Int], at now: Timestamp) {
        tenant = record.tenant.code
        tenantID = record.tenant.id.rawValue
        name = record.tenant.name
        exportedAt = now.description
        self.rows = rows
    }
}

private enum JSONLine {
    /// Bytes are base64.
    static func bytes(_ members: [(String, SQLValue)]) -> [UInt8] {
        var line = Array("{".utf8)
        for (index, (name, value)) in members.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            line += Array("\"\(name)\":".utf8)
            switch value {
            case .null: line += Array("null".utf8)
            case .integer(let number): TextBytes.append(number, to: &line)
            // What JSON has no number for, stays without one.
            case .real(let number):
                if number.isFinite { TextBytes.append(number, to: &line) } else { line += Array("null".utf8) }
            case .text(let text): JSONString.append(text, to: &line)
            case .blob(let bytes): JSONString.append(Data(bytes).base64EncodedString(), to: &line)
            }
        }
        return line + Array("}\n".utf8)
    }
}

private enum ReadingLine {
    static func bytes(_ reading: Reading, of series: Series) -> [UInt8] {
        var line: [UInt8] = []
        TextBytes.append(csvField: series.externalName, to: &line)
        line += Array(",\(series.quantity.rawValue),\(reading.start),".utf8)
        TextBytes.append(reading.value, to: &line)
        line.append(UInt8(ascii: ","))
        TextBytes.append(csvField: series.quantity.unit, to: &line)
        return line + Array(",\(reading.quality.name)\n".utf8)
    }
}
