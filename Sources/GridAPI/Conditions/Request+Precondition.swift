import HTTPTypes
import Hummingbird
import Operations

extension Request {
    /// What `If-Match` asks of a thing before it is changed: that it is still as a GET of it answered. Without the
    /// header, nothing. The use case compares in the transaction of the change, so that nobody's change is lost.
    func precondition<State: JSONRepresentable & Sendable>() -> Precondition<State> {
        guard headers[.ifMatch] != nil else { return { _ in } }
        let header = headers[values: .ifMatch].joined(separator: ",")
        return { state in
            guard EntityTag.matchesStrongly(header, EntityTag.of(JSONWriter.bytes(state))) else {
                throw Problem(
                    .preconditionFailed,
                    "It has been changed since you read it. Read it again, see whether your change still holds, and send "
                        + "that with the new ETag.")
            }
        }
    }
}
