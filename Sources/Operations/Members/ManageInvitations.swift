package import GridModel
import Identity
package import Persistence

/// Asks people to join a tenant, by a mail with a link.
///
/// The link carries a token of which only the hash is stored; it is good for a week, once, and only for whoever has
/// that mailbox. The mail is put into the outbox in the transaction that makes the invitation.
package struct ManageInvitations: Sendable {
    package static let lifetimeSeconds: Int64 = 7 * 86_400
    package static let mostOpen = 500
    /// Between two mails for one invitation.
    static let pauseSeconds: Int64 = 60

    private let database: any Database
    private let scope: TenantScope
    private let links: InvitationLinks
    private let now: @Sendable () -> Timestamp

    package init(
        database: any Database, scope: TenantScope, links: InvitationLinks, now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.scope = scope
        self.links = links
        self.now = now
    }

    /// Newest first.
    package func list(
        _ filter: InvitationFilter = InvitationFilter(), before: InvitationID?, limit: Int
    ) async throws -> [Invitation] {
        let now = now()
        return try await database.read(scope) {
            try InvitationRepository($0).list(filter, at: now, before: before, limit: limit)
        }
    }

    /// - Throws: `MemberRefusal`
    package func create(email: String, role: String, by grantor: Grantor) async throws -> Invitation {
        guard let email = EmailAddress.normalized(email) else {
            throw MemberRefusal.invalid([
                FieldFault(field: "email", message: "Not an e-mail address.", expected: "such as name@example.com")
            ])
        }
        let (now, token) = (now(), SecretToken())
        return try await database.administer(scope) { [scope, links] session in
            let grantor = try grantor.standing(session, needing: .usersWrite)
            let invitations = InvitationRepository(session)
            try ManageMembers.check(role, session, grantor)
            if let user = try UserNames(platform: session.connection).user(email: email),
                try MembershipRepository(session).membership(user) != nil
            {
                throw MemberRefusal.isMember(email)
            }
            guard try invitations.open(email: email, at: now) == nil else { throw MemberRefusal.isInvited(email) }
            guard try invitations.countOpen(at: now) < Self.mostOpen else {
                throw MemberRefusal.tooMany("open invitations: \(Self.mostOpen) are as many as there may be")
            }
            let invitation = try invitations.insert(
                email: email, role: role, tokenHash: token.hash, invitedBy: grantor.user, at: now,
                expiresAt: now + Self.lifetimeSeconds)
            try links.mail(invitation, token, to: scope, by: grantor.actor, session).enqueue(
                platform: session.connection, at: now)
            try session.audit(
                "invitation.create", by: grantor.actor, on: "invitation", invitation.id,
                after: ["email": email, "role": role])
            return invitation
        }
    }

    /// A new link, by a new mail; the one before is good no more. One that has expired is good for another week.
    /// - Returns: nil without such an invitation.
    /// - Throws: `MemberRefusal`
    package func resend(_ id: InvitationID, by grantor: Grantor) async throws -> Invitation? {
        let (now, token) = (now(), SecretToken())
        return try await database.administer(scope) { [scope, links] session in
            let grantor = try grantor.standing(session, needing: .usersWrite)
            let invitations = InvitationRepository(session)
            guard let invitation = try invitations.invitation(id) else { return nil }
            guard invitation.acceptedAt == nil, invitation.revokedAt == nil else { throw MemberRefusal.notOpen }
            // A mail is sent whenever the expiry is set.
            let wait = invitation.expiresAt - Self.lifetimeSeconds + Self.pauseSeconds - now
            guard wait <= 0 else { throw MemberRefusal.tooSoon(wait) }
            try ManageMembers.check(invitation.role, session, grantor)
            try invitations.renew(id, tokenHash: token.hash, expiresAt: now + Self.lifetimeSeconds)
            try links.mail(invitation, token, to: scope, by: grantor.actor, session).enqueue(
                platform: session.connection, at: now)
            try session.audit(
                "invitation.resend", by: grantor.actor, on: "invitation", id, after: ["email": invitation.email])
            return try invitations.invitation(id)
        }
    }

    /// - Returns: whether there was such an invitation.
    /// - Throws: `MemberRefusal.notOpen`
    package func revoke(_ id: InvitationID, by grantor: Grantor) async throws -> Bool {
        let now = now()
        return try await database.write(scope) { session in
            let grantor = try grantor.standing(session, needing: .usersWrite)
            let invitations = InvitationRepository(session)
            guard let invitation = try invitations.invitation(id) else { return false }
            guard invitation.acceptedAt == nil, invitation.revokedAt == nil else { throw MemberRefusal.notOpen }
            try invitations.revoke(id, at: now)
            try session.audit(
                "invitation.revoke", by: grantor.actor, on: "invitation", id, before: ["email": invitation.email])
            return true
        }
    }
}
