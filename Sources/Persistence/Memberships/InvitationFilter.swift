public import GridModel
public import Identity

/// Which of a tenant's invitations to list; nil takes all.
public struct InvitationFilter: Hashable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        /// Can still be accepted.
        case open
        case accepted, revoked, expired
    }

    public let state: State?
    public let invitedBy: UserID?

    public init(state: State? = nil, invitedBy: UserID? = nil) {
        self.state = state
        self.invitedBy = invitedBy
    }
}

extension SQLConditions {
    mutating func add(_ state: InvitationFilter.State?, at now: Timestamp) {
        guard let state else { return }
        switch state {
        case .accepted:
            add("accepted_at IS NOT NULL")
            return
        case .revoked: add("revoked_at IS NOT NULL")
        case .open:
            add("revoked_at IS NULL")
            add("expires_at >", now)
        case .expired:
            add("revoked_at IS NULL")
            add("expires_at <=", now)
        }
        add("accepted_at IS NULL")
    }
}
