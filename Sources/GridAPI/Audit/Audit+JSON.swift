import Identity
package import Operations
import Persistence

extension NamedAuditEntry: JSONRepresentable {
    /// `before` and `after` are JSON as text: exactly what the hash was made of.
    package func write(to json: inout JSONWriter) {
        let event = entry.event
        json.object {
            $0.field("number", entry.number)
            $0.field("at", entry.at)
            $0.object("actor") {
                $0.field("kind", event.actor.kind.rawValue)
                $0.field("id", event.actor.id)
                $0.field("name", event.actor.name)
                $0.field("address", event.actor.address)
            }
            $0.field("requestId", event.actor.requestID)
            $0.field("action", event.action)
            $0.field("outcome", event.outcome.rawValue)
            $0.object("object") {
                $0.field("kind", event.objectKind)
                $0.field("id", event.objectID)
                $0.field("name", objectName)
            }
            $0.field("before", event.before)
            $0.field("after", event.after)
            $0.field("hash", AuditHead(number: entry.number, hash: entry.hash).hashText)
        }
    }
}

extension AuditVerification: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("isIntact", fault == nil)
            $0.field("entries", entries)
            $0.field("head", head?.text)
            $0.field("notedThrough", notedThrough)
            $0.field("fault", fault)
        }
    }
}

extension AuditVerification.Fault: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("number", number)
            $0.field("kind", kind.rawValue)
        }
    }
}
