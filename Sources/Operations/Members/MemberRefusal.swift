package import Identity

/// Why people, roles or invitations cannot be changed as asked; nothing was changed.
package enum MemberRefusal: Error, Hashable, CustomStringConvertible {
    /// A field that is wrong: its name, what is wrong, what was expected.
    case invalid([FieldFault])
    /// What they would have to have themselves.
    case beyondOwnPermissions(String)
    /// It was taken from whoever asks since they asked.
    case mayNoMore(Permission)
    case lastAdmin
    case isMember(String)
    case isInvited(String)
    case roleIsTaken(String)
    /// People and open invitations that have the role.
    case roleIsInUse(members: Int, invitations: Int)
    case notOpen
    /// Seconds until it may be tried again.
    case tooSoon(Int64)
    case tooMany(String)

    package var description: String {
        switch self {
        case .invalid(let faults):
            faults.map { "\($0.field): \($0.message) Expected \($0.expected)." }.joined(separator: "\n")
        case .beyondOwnPermissions(let missing):
            "You can neither give nor take away what you do not have yourself: \(missing)."
        case .mayNoMore(let permission): "You may not do this any more: “\(permission.rawValue)” was taken from you."
        case .lastAdmin: "This is the tenant's last Admin: make another first."
        case .isMember(let email): "“\(email)” belongs to the tenant already."
        case .isInvited(let email): "“\(email)” has an open invitation: send that again, or revoke it first."
        case .roleIsTaken(let code): "There is a role “\(code)” already."
        case .roleIsInUse(let members, let invitations):
            "The role is in use, by \(members) people and \(invitations) open invitations: give them another first."
        case .notOpen: "The invitation was accepted, or revoked."
        case .tooSoon(let seconds): "It was sent a moment ago; try again in \(seconds) s."
        case .tooMany(let what): "There are too many \(what)."
        }
    }
}
