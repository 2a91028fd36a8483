package import GridModel
import Identity
import Interchange
import Observability
package import Persistence

/// Writes an audit log out, oldest entry first, in memory that does not grow with it.
///
/// Every field that an entry's hash is made of is in it, so that whoever holds a file can verify the chain without
/// this program (docs/guides/administration.md says how).
package struct ExportAudit: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case csv, jsonl
    }

    private static let pageSize = 1000

    private let database: any Database
    private let tenant: TenantID?

    /// - Parameter tenant: nil: the platform's own log.
    package init(database: any Database, tenant: TenantID?) {
        self.database = database
        self.tenant = tenant
    }

    /// - Parameter name: of the log, for the file's name.
    package func prepare(_ filter: AuditFilter, as format: Format, name: String) -> ReadingsExport {
        ReadingsExport(
            fileName: "audit-\(name).\(format.rawValue)",
            contentType: format == .csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson",
            isPacked: false, isMadeOnDisk: false
        ) { sink, progress in
            if format == .csv { try await sink(Array((AuditLine.columns.joined(separator: ",") + "\n").utf8)) }
            var after: Int64 = 0
            while true {
                let position = after
                let page = try await database.readUnscoped { [tenant] connection in
                    let log =
                        tenant.map { AuditRepository(of: $0, connection) } ?? AuditRepository(platform: connection)
                    return try log.page(filter, after: position, limit: Self.pageSize)
                }
                guard let last = page.last else { return }
                try await sink(page.flatMap { format == .csv ? AuditLine.csv($0) : AuditLine.json($0) })
                try progress(0)
                after = last.number
            }
        }
    }
}

/// One entry as a line.
private enum AuditLine {
    static let columns = [
        "number", "at", "actorKind", "actorId", "actorName", "address", "requestId", "action", "outcome", "objectKind",
        "objectId", "before", "after", "previousHash", "hash",
    ]

    static func csv(_ entry: AuditEntry) -> [UInt8] {
        var line: [UInt8] = []
        for (index, value) in values(entry).enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            if let value { TextBytes.append(csvField: value, to: &line) }
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    static func json(_ entry: AuditEntry) -> [UInt8] {
        var line = Array("{".utf8)
        for (index, (name, value)) in zip(columns, values(entry)).enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            line += Array("\"\(name)\":".utf8)
            if index == 0 {
                line += Array(String(entry.number).utf8)
            } else if let value {
                JSONString.append(value, to: &line)
            } else {
                line += Array("null".utf8)
            }
        }
        return line + Array("}\n".utf8)
    }

    private static func values(_ entry: AuditEntry) -> [String?] {
        let (event, actor) = (entry.event, entry.event.actor)
        return [
            String(entry.number), entry.at.description, actor.kind.rawValue, actor.id, actor.name, actor.address,
            actor.requestID, event.action, event.outcome.rawValue, event.objectKind, event.objectID, event.before,
            event.after, AuditHead(number: 0, hash: entry.previousHash).hashText,
            AuditHead(number: 0, hash: entry.hash).hashText,
        ]
    }
}
