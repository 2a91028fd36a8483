package import GridModel
package import Identity
package import Persistence

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
            guard let (tenant, invitation) = try InvitationTokens(platform: connection).open(hash, at: now),
                let record = try TenantDirectory(connection).record(tenant)
            else { return nil }
            let roles = RoleRepository(TenantSession(connection: connection, scope: TenantScope(tenant: tenant)))
            let role =
                try BuiltInRole(rawValue: invitation.role)?.name ?? roles.role(invitation.role)?.name
                ?? invitation.role
            let inviter = try invitation.invitedBy.flatMap { try UserRepository(platform: connection).user($0) }
            return InvitationOffer(
                email: invitation.email, tenantName: record.tenant.name, roleName: role, invitedBy: inviter?.name,
                expiresAt: invitation.expiresAt)
        }
    }

    /// Somebody who has an account joins the tenant.
    /// - Returns: the tenant.
    /// - Throws: `AccountRefusal`
    package func callAsFunction(_ token: String, _ access: Access, _ visitor: Visitor) async throws -> TenantID {
        let (user, _) = try await parts.person(access)
        let (now, hash) = (parts.now(), SecretToken(text: token).hash)
        guard
            let (tenant, invitation) = try await parts.database.readUnscoped({
                try InvitationTokens(platform: $0).open(hash, at: now)
            })
        else { throw AccountRefusal.badLink }
        guard invitation.email == user.email else {
            throw AccountRefusal.forbidden(
                "This invitation is for another address than the one you are signed in with.")
        }
        try await join(tenant, invitation, visitor) { _ in user.id }
        return tenant
    }

    /// - Parameter member: who joins; in the same transaction, so that it may make the account.
    func join(
        _ tenant: TenantID, _ invitation: Invitation, _ visitor: Visitor,
        as member: @escaping @Sendable (any SQLConnection) throws -> UserID
    ) async throws {
        let now = parts.now()
        try await parts.database.administer(TenantScope(tenant: tenant)) { session in
            let connection = session.connection
            guard try TenantDirectory(connection).record(tenant)?.state == .active else {
                throw AccountRefusal.forbidden("This tenant is suspended.")
            }
            // Between the look and now it may have been accepted or revoked.
            guard try InvitationTokens(platform: connection).accept(invitation.id, of: tenant, at: now) else {
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
