import GridModel

/// Who did something and from where, as the audit log and other records keep it.
public struct Actor: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case user
        case apiKey
        /// Somebody who has not signed in: a failed login, a registration.
        case anonymous
        /// The command line, run by whoever operates the machine.
        case commandLine
        /// The program itself: jobs and schedules.
        case system
    }

    public let kind: Kind
    /// A user's or key's number; empty for the others.
    public let id: String
    /// An e-mail address, a key's name, a job's kind.
    public let name: String
    /// An IP address; empty where there is none.
    public let address: String
    /// What the log knows the request by; empty outside of requests.
    public let requestID: String

    public init(kind: Kind, id: String = "", name: String, address: String = "", requestID: String = "") {
        self.kind = kind
        self.id = id
        self.name = name
        self.address = address
        self.requestID = requestID
    }
}

extension Access {
    /// - Parameters:
    ///   - address: where the request came from.
    ///   - requestID: what the log knows it by.
    public func actor(address: String, requestID: String) -> Actor {
        switch principal {
        case .user(let id, _):
            Actor(kind: .user, id: id.description, name: name, address: address, requestID: requestID)
        case .apiKey(let id):
            Actor(kind: .apiKey, id: id.description, name: name, address: address, requestID: requestID)
        }
    }
}
