package import GridModel
package import Identity
import Persistence

/// What an invitation asks somebody to.
package struct InvitationOffer: Hashable, Sendable {
    package let email: String
    package let tenantName: String
    package let roleName: String
    /// Nil: made on the command line.
    package let invitedBy: String?
    package let expiresAt: Timestamp

    package init(email: String, tenantName: String, roleName: String, invitedBy: String?, expiresAt: Timestamp) {
        self.email = email
        self.tenantName = tenantName
        self.roleName = roleName
        self.invitedBy = invitedBy
        self.expiresAt = expiresAt
    }
}

/// Shows what an invitation is to, and accepts it.
package struct AcceptInvitation: Sendable {
    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    /// - Returns: nil for a token of no invitation that can still be accepted.
    package func offer(_ token: String) async throws -> InvitationOffer? {
        let (now, hash) = (parts.now(), SecretToken(text: token).hash)
        return try await parts.database.readUnscoped { connection in
            guard let open = try InvitationTokens(platform: connection).open(hash, at: now) else { return nil }
            let (scope, invitation) = (TenantScope(tenant: open.tenant), open.invitation)
            let role =
                try BuiltInRole(rawValue: invitation.role)?.name
                ?? RoleRepository(TenantSession(connection: connection, scope: scope)).role(invitation.role)?.name
            let inviter = try invitation.invitedBy.flatMap { try UserRepository(platform: connection).user($0) }
            return InvitationOffer(
                email: invitation.email, tenantName: open.tenantName, roleName: role ?? invitation.role,
                invitedBy: inviter?.name, expiresAt: invitation.expiresAt)
        }
    }

    /// Somebody who has an account joins the tenant.
    /// - Returns: the tenant.
    /// - Throws: `AccountRefusal`
    package func callAsFunction(_ token: String, _ access: Access, _ visitor: Visitor) async throws -> TenantID {
        let (user, _) = try await parts.person(access)
        let (now, hash) = (parts.now(), SecretToken(text: token).hash)
        let open = try await parts.database.readUnscoped { try InvitationTokens(platform: $0).open(hash, at: now) }
        guard let open else { throw AccountRefusal.badLink }
        guard open.invitation.email == user.email else {
            throw AccountRefusal.forbidden(
                "This invitation is for another address than the one you are signed in with.")
        }
        try await join(open, visitor) { _ in user.id }
        return open.tenant
    }

    /// - Parameter member: who joins; in the same transaction, so that it may make the account.
    func join(
        _ open: OpenInvitation, _ visitor: Visitor,
        as member: @escaping @Sendable (any SQLConnection) throws -> UserID
    ) async throws {
        let (now, invitation) = (parts.now(), open.invitation)
        try await parts.database.administer(TenantScope(tenant: open.tenant)) { session in
            let connection = session.connection
            // Between the look and now it may have been accepted or revoked.
            guard try InvitationTokens(platform: connection).accept(open, at: now) else {
                throw AccountRefusal.badLink
            }
            let user = try member(connection)
            let members = MembershipRepository(session)
            if try members.membership(user) == nil {
                try members.insert(
                    Membership(user: user, role: invitation.role, createdAt: now, invitedBy: invitation.invitedBy))
            }
            try AuditRepository(session).add(
                AuditEvent(
                    actor: visitor.actor(user, invitation.email), action: "invitation.accept",
                    objectKind: "invitation", objectID: invitation.id.description), at: now)
            try connection.notify(.identity)
        }
        parts.changed()
    }
}
