import Crypto
import Foundation
public import GridModel

/// An event as the log keeps it: numbered without holes, and chained to the entry before it.
///
/// `hash` is SHA-256 over the previous entry's hash and every field, each with its length before it, so that no two
/// entries are hashed from the same bytes. Whoever changes, removes or puts in an entry breaks the chain from there on.
public struct AuditEntry: Hashable, Sendable {
    /// Counts from 1 within its log.
    public let number: Int64
    public let at: Timestamp
    public let event: AuditEvent
    public let previousHash: [UInt8]
    public let hash: [UInt8]

    /// Before the first entry.
    public static let origin = [UInt8](repeating: 0, count: 32)

    /// An entry as it was stored; its hash may be wrong.
    public init(number: Int64, at: Timestamp, event: AuditEvent, previousHash: [UInt8], hash: [UInt8]) {
        self.number = number
        self.at = at
        self.event = event
        self.previousHash = previousHash
        self.hash = hash
    }

    /// The next entry of a log.
    public init(number: Int64, at: Timestamp, event: AuditEvent, following previousHash: [UInt8]) {
        self.init(
            number: number, at: at, event: event, previousHash: previousHash,
            hash: Self.hash(number: number, at: at, event: event, previousHash: previousHash))
    }

    /// Whether the hash is that of the entry's fields.
    public var isIntact: Bool {
        hash == Self.hash(number: number, at: at, event: event, previousHash: previousHash)
    }

    private static func hash(number: Int64, at: Timestamp, event: AuditEvent, previousHash: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: previousHash)
        let actor = event.actor
        let fields: [String?] = [
            String(number), String(at.secondsSinceEpoch), actor.kind.rawValue, actor.id, actor.name, actor.address,
            actor.requestID, event.action, event.outcome.rawValue, event.objectKind, event.objectID, event.before,
            event.after,
        ]
        for field in fields {
            // A missing field is not an empty one.
            hasher.update(data: Data((field.map { "\($0.utf8.count):" } ?? "-").utf8))
            hasher.update(data: Data((field ?? "").utf8))
        }
        return Array(hasher.finalize())
    }
}
