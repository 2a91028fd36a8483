import Identity

/// Why something about an account cannot be done; nothing was changed.
package enum AccountRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package struct Fault: Hashable, Sendable {
        package let field: String
        package let message: String
        package let expected: String

        package init(field: String, message: String, expected: String) {
            self.field = field
            self.message = message
            self.expected = expected
        }
    }

    case invalid([Fault])
    /// Does not tell which part was wrong.
    case notSignedIn
    /// The password was right; the address is still to be verified.
    case emailNotVerified
    /// Seconds until it may be tried again.
    case tooMany(Int64)
    /// More passwords are being checked than the memory is for.
    case busy
    case forbidden(String)
    case conflict(String)
    case notFound(String)

    package var description: String {
        switch self {
        case .invalid(let faults):
            faults.map { "\($0.field): \($0.message) Expected \($0.expected)." }.joined(separator: "\n")
        case .notSignedIn: "Nobody is signed in by this."
        case .emailNotVerified: "The e-mail address is not verified yet: follow the link in the mail first."
        case .tooMany(let seconds): "Too many attempts; try again in \(seconds) s."
        case .busy: "Too many people are signing in; try again in a few seconds."
        case .forbidden(let reason), .conflict(let reason): reason
        case .notFound(let what): "There is no \(what)."
        }
    }

    /// A link that is wrong, was used or has expired: which, is told to nobody.
    static let badLink = AccountRefusal.invalid([
        Fault(
            field: "token", message: "The link is wrong, was used, or has expired.", expected: "the link of a new mail")
    ])

    static func password(_ fault: PasswordRules.Fault, field: String) -> Fault {
        Fault(field: field, message: fault.message, expected: PasswordRules.Fault.expected)
    }

    static func wrongPassword(field: String) -> AccountRefusal {
        .invalid([Fault(field: field, message: "Not your password.", expected: "the password you sign in with")])
    }
}
