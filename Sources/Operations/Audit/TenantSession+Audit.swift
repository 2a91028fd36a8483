import Foundation
import GridModel
package import Identity
package import Persistence

extension TenantSession {
    /// Adds to the tenant's audit log, in the transaction of the change.
    ///
    /// The log goes by the wall clock, also in a city whose past is replayed.
    /// - Parameters:
    ///   - object: the kind of what it was done to.
    ///   - before: what was there, and `after` what is; JSON objects without secrets.
    func audit(
        _ action: String, by actor: Actor, on object: String, _ id: some CustomStringConvertible,
        before: (any Encodable)? = nil, after: (any Encodable)? = nil
    ) throws {
        try AuditRepository(self).add(
            .done(action, by: actor, on: object, id.description, before: before, after: after), at: .now)
    }
}

extension TenantSession {
    /// As `audit`, for changes that are made outside the use cases.
    /// - Parameter before: JSON, as `after` is.
    package func noteChange(
        _ action: String, by actor: Actor, on object: String, _ id: String, before: String?, after: String?
    ) throws {
        try AuditRepository(self).add(
            AuditEvent(
                actor: actor, action: action, objectKind: object, objectID: id, before: before, after: after),
            at: .now)
    }
}

extension SQLConnection {
    /// Adds to the platform's audit log, in the transaction of the change: a `writeUnscoped`.
    func auditPlatform(
        _ action: String, by actor: Actor, on object: String, _ id: some CustomStringConvertible,
        before: (any Encodable)? = nil, after: (any Encodable)? = nil
    ) throws {
        try AuditRepository(platform: self).add(
            .done(action, by: actor, on: object, id.description, before: before, after: after), at: .now)
    }
}

extension AuditEvent {
    fileprivate static func done(
        _ action: String, by actor: Actor, on object: String, _ id: String, before: (any Encodable)?,
        after: (any Encodable)?
    ) throws -> AuditEvent {
        AuditEvent(
            actor: actor, action: action, objectKind: object, objectID: id, before: try before.map(json),
            after: try after.map(json))
    }

    private static func json(_ value: any Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension Timestamp {
    /// By the wall clock.
    static var now: Timestamp { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }
}

extension Actor {
    /// Whoever operates the machine, by the name they are signed in with there.
    package static var commandLine: Actor { Actor(kind: .commandLine, name: NSUserName()) }

    /// The program itself, in one of its jobs.
    package static func program(_ job: String) -> Actor { Actor(kind: .system, name: job) }
}
