import Foundation
package import GridModel
import Identity
package import Persistence

/// Goes through an audit log from its first entry to its last and says where it was tampered with.
///
/// A changed entry has a hash that is not its fields'; a removed or inserted one breaks the numbers or the chain. What
/// the chain alone cannot show is that its end was cut off, or that everything from some entry on was written anew
/// with right hashes: for that the log is held against its head as it was noted before, in the platform's log
/// (`AnchorAudit`) or outside the database.
package struct VerifyAudit: Sendable {
    private static let pageSize = 1000
    private static let mostAnchors = 200

    private let database: any Database
    private let tenant: TenantID?

    /// - Parameter tenant: nil: the platform's own log.
    package init(database: any Database, tenant: TenantID?) {
        self.database = database
        self.tenant = tenant
    }

    /// Reads page by page, in memory that does not grow with the log.
    /// - Parameter expected: a head that was noted outside.
    /// - Throws: `DatabaseError`
    package func callAsFunction(expected: AuditHead? = nil) async throws -> AuditVerification {
        let (anchors, end) = try await database.readUnscoped { [tenant] connection in
            (try Self.anchors(of: tenant, connection), try Self.log(tenant, connection).head())
        }
        var walk = AuditWalk(heads: anchors + (expected.map { [$0] } ?? []))
        // What is added while this runs is left for the next time.
        while walk.fault == nil, walk.last.number < end?.number ?? 0 {
            let after = walk.last.number
            do {
                let page = try await database.readUnscoped { [tenant] in
                    try Self.log(tenant, $0).page(after: after, limit: Self.pageSize)
                }
                if page.isEmpty { break }
                for entry in page { walk.add(entry) }
            } catch let error as AuditEntryUnreadable {
                walk.fail(at: error.number, .changed)
            }
        }
        return walk.finish()
    }

    private static func log(_ tenant: TenantID?, _ connection: any SQLConnection) -> AuditRepository {
        tenant.map { AuditRepository(of: $0, connection) } ?? AuditRepository(platform: connection)
    }

    /// The newest notes of the log's head in the platform's log.
    private static func anchors(of tenant: TenantID?, _ connection: any SQLConnection) throws -> [AuditHead] {
        guard let tenant else { return [] }
        return try AuditRepository(platform: connection).list(
            AuditFilter(action: AnchorAudit.action, object: "\(AnchorAudit.object):\(tenant)"), before: nil,
            limit: mostAnchors
        ).compactMap { $0.event.after.flatMap(AuditHead.init(json:)) }
    }
}

/// The state of a verification between two entries.
struct AuditWalk {
    private(set) var last = AuditHead(number: 0, hash: AuditEntry.origin)
    private(set) var fault: AuditVerification.Fault?
    private var count: Int64 = 0
    private let heads: [Int64: [AuditHead]]

    init(heads: [AuditHead]) {
        self.heads = Dictionary(grouping: heads, by: \.number)
    }

    mutating func add(_ entry: AuditEntry) {
        guard fault == nil else { return }
        if entry.number != last.number + 1 { return fail(at: last.number + 1, .missing) }
        if entry.previousHash != last.hash { return fail(at: entry.number, .unchained) }
        if !entry.isIntact { return fail(at: entry.number, .changed) }
        if heads[entry.number]?.contains(where: { $0.hash != entry.hash }) == true {
            return fail(at: entry.number, .rewritten)
        }
        last = AuditHead(number: entry.number, hash: entry.hash)
        count += 1
    }

    mutating func fail(at number: Int64, _ kind: AuditVerification.Fault.Kind) {
        fault = fault ?? AuditVerification.Fault(number: number, kind: kind)
    }

    mutating func finish() -> AuditVerification {
        let noted = heads.keys.max()
        if let noted, noted > last.number { fail(at: last.number + 1, .truncated) }
        return AuditVerification(
            entries: count, head: last.number == 0 ? nil : last, notedThrough: noted ?? 0, fault: fault)
    }
}

/// What a verification has found.
package struct AuditVerification: Hashable, Sendable {
    package struct Fault: Hashable, Sendable {
        package enum Kind: String, CaseIterable, Sendable {
            /// The entry's fields are not those that its hash was made of.
            case changed
            /// Entries are gone from here on.
            case missing
            /// The entry does not follow from the one before it: one was put in or exchanged.
            case unchained
            /// The entry's hash is another than was noted when it was the newest.
            case rewritten
            /// The log ends before an entry that was noted as the newest.
            case truncated
        }

        /// The first entry that is not as it was, or is not there.
        package let number: Int64
        package let kind: Kind

        package init(number: Int64, kind: Kind) {
            self.number = number
            self.kind = kind
        }
    }

    /// How many entries were found sound.
    package let entries: Int64
    /// The last sound entry: note it elsewhere, and hold the log against it another time.
    package let head: AuditHead?
    /// Up to this entry the log was held against heads noted before; 0: there were none, and then nobody can say
    /// whether entries are missing at its end.
    package let notedThrough: Int64
    package let fault: Fault?

    package init(entries: Int64, head: AuditHead?, notedThrough: Int64, fault: Fault?) {
        self.entries = entries
        self.head = head
        self.notedThrough = notedThrough
        self.fault = fault
    }
}
