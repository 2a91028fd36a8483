import GridModel
package import Identity

/// One field of a key's settings that is wrong.
package struct APIKeyFault: Hashable, Sendable {
    package let field: String
    package let message: String
    package let expected: String

    package init(_ field: String, _ message: String, expected: String) {
        self.field = field
        self.message = message
        self.expected = expected
    }
}

/// Why something cannot be done with a key.
package enum APIKeyRefusal: Error, Hashable, CustomStringConvertible {
    case invalid([APIKeyFault])
    /// The tenant has so many that can be used.
    case tooMany(Int)
    /// It was revoked or has expired: nothing of it can change any more.
    case hasEnded
    case isReplaced(by: APIKeyID)
    /// Its secret would give what whoever asks does not have.
    case exceedsOwnPermissions([Permission])

    package var description: String {
        switch self {
        case .invalid(let faults):
            faults.map { "\($0.field): \($0.message) Expected \($0.expected)." }.joined(separator: "\n")
        case .tooMany(let most): "There are \(most) keys that can be used already; revoke some first."
        case .hasEnded: "The key was revoked or has expired."
        case .isReplaced(let key): "The key is being replaced by key \(key) already."
        case .exceedsOwnPermissions(let permissions):
            "The key may do what you may not: \(permissions.map(\.rawValue).joined(separator: ", "))."
        }
    }
}

/// A key has used up its requests of this month.
package struct APIKeyQuotaExceeded: Error, Hashable {
    /// Until the next month begins.
    package let retryAfterSeconds: Int

    package init(retryAfterSeconds: Int) {
        self.retryAfterSeconds = retryAfterSeconds
    }
}
