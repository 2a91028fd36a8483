import GridModel
import Identity
import Persistence

/// What somebody made in a tenant that lets others in, or themselves, also once they are gone.
package enum Leftover: String, CaseIterable, Sendable {
    /// API keys that they made and that can be used: they know the text.
    case apiKeys
    /// Invitations that they sent and that can be accepted.
    case invitations
}

/// What was revoked of somebody who is being removed.
struct Leftovers {
    private let keys: [(before: APIKey, after: APIKey)]
    private let invitations: [Invitation]

    /// Revokes them, in the transaction that removes somebody.
    /// - Throws: `MemberRefusal.beyondOwnPermissions` for keys, without keys.write.
    init(
        of user: UserID, _ kinds: Set<Leftover>, _ session: TenantSession, by grantor: Grantor, at now: Timestamp
    ) throws {
        var (keys, invitations): ([(before: APIKey, after: APIKey)], [Invitation]) = ([], [])
        if kinds.contains(.apiKeys),
            let name = try UserNames(platform: session.connection).name(user, in: session.scope.tenant)
        {
            if let missing = grantor.lacks([.keysWrite]) { throw MemberRefusal.beyondOwnPermissions(missing) }
            let repository = APIKeyRepository(session)
            // No more can be used than `mostActive`.
            let filter = APIKeyFilter(state: .active, maker: name.email)
            for key in try repository.list(filter, at: now, limit: ManageAPIKeys.mostActive) {
                var revoked = key
                revoked.revokedAt = now
                try repository.update(revoked)
                keys.append((key, revoked))
            }
        }
        if kinds.contains(.invitations) {
            let repository = InvitationRepository(session)
            let filter = InvitationFilter(state: .open, invitedBy: user)
            invitations = try repository.list(filter, at: now, before: nil, limit: ManageInvitations.mostOpen)
            for invitation in invitations { try repository.revoke(invitation.id, at: now) }
        }
        self.keys = keys
        self.invitations = invitations
    }

    /// Entries come after all other writes of a transaction.
    func audit(_ session: TenantSession, by actor: Actor, at now: Timestamp) throws {
        for (before, after) in keys {
            try ManageAPIKeys.record("apiKey.revoke", after, before: before, after: after, by: actor, at: now, session)
        }
        for invitation in invitations {
            try session.audit(
                "invitation.revoke", by: actor, on: "invitation", invitation.id, before: ["email": invitation.email])
        }
    }
}
