import GridModel
import Identity

/// Where a request comes from whose sender is not known yet, or only by a session.
package struct Visitor: Hashable, Sendable {
    /// Numeric.
    package let address: String
    /// As the browser calls itself; what somebody sees in the list of their sessions.
    package let userAgent: String
    package let requestID: String

    private static let mostCharacters = 300

    package init(address: String, userAgent: String, requestID: String) {
        self.address = address
        self.userAgent = String(userAgent.prefix(Self.mostCharacters))
        self.requestID = requestID
    }

    /// Nobody we know.
    var anonymous: Actor { Actor(kind: .anonymous, name: "", address: address, requestID: requestID) }

    func actor(_ id: UserID, _ email: String) -> Actor {
        Actor(kind: .user, id: id.description, name: email, address: address, requestID: requestID)
    }
}
