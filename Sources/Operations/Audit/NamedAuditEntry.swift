import Foundation
package import GridModel
package import Identity
package import Persistence

/// An entry of an audit log, with what people call that which it was done to.
package struct NamedAuditEntry: Hashable, Sendable {
    package let entry: AuditEntry
    /// A person's address, a key's or role's name; nil when neither the entry nor who belongs to the tenant tells.
    package let objectName: String?

    package init(entry: AuditEntry, objectName: String?) {
        self.entry = entry
        self.objectName = objectName
    }
}

extension NamedAuditEntry {
    /// Names what entries were done to by what they tell themselves, by who acts in them, and by who belongs to the
    /// tenant: nobody else's address is told.
    /// - Parameters:
    ///   - tenant: nil: in the platform's own log, everybody's.
    ///   - connection: of a `readUnscoped`.
    package static func named(
        _ entries: [AuditEntry], in tenant: TenantID?, platform connection: any SQLConnection
    ) throws -> [NamedAuditEntry] {
        var addresses: [String: String?] = [:]
        for actor in entries.map(\.event.actor) where actor.kind == .user { addresses[actor.id] = actor.name }
        return try entries.map { entry in
            let event = entry.event
            let told = AuditedName(event.after) ?? AuditedName(event.before)
            guard event.objectKind == "user" else {
                return NamedAuditEntry(entry: entry, objectName: told?.name ?? told?.email)
            }
            if let email = told?.email { return NamedAuditEntry(entry: entry, objectName: email) }
            if addresses[event.objectID] == nil, let number = Int64(event.objectID) {
                addresses[event.objectID] = .some(
                    try UserNames(platform: connection).email(of: UserID(number), in: tenant))
            }
            return NamedAuditEntry(entry: entry, objectName: addresses[event.objectID] ?? nil)
        }
    }
}

/// What a document of an entry calls its object.
private struct AuditedName: Decodable {
    var name: String?
    var email: String?

    private enum Key: CodingKey {
        case name, email
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Key.self)
        // A member of the same name that is no text names nothing.
        name = try? members.decode(String.self, forKey: .name)
        email = try? members.decode(String.self, forKey: .email)
    }

    /// Nil of a document that is no object, or names nothing.
    init?(_ document: String?) {
        guard let document, let read = try? JSONDecoder().decode(Self.self, from: Data(document.utf8)),
            read.name != nil || read.email != nil
        else { return nil }
        self = read
    }
}
