import GridModel
package import Identity
package import Operations
package import Persistence

/// Who belongs to the tenant, its roles and its invitations. Every change throws `MemberRefusal`.
package struct MemberService: Sendable {
    /// The member to go on after, how many; by number.
    package var members: @Sendable (UserID?, Int) async throws -> [MemberRecord]
    /// Member, role; nil without such a member.
    package var changeRole: @Sendable (UserID, String, Grantor) async throws -> MemberRecord?
    /// Whether there was such a member.
    package var remove: @Sendable (UserID, Grantor) async throws -> Bool

    package var roles: @Sendable () async throws -> [TenantRole]
    /// Code, name, permissions.
    package var createRole: @Sendable (String, String, Set<Permission>, Grantor) async throws -> TenantRole
    /// Nil without such a custom role.
    package var redefineRole: @Sendable (String, String, Set<Permission>, Grantor) async throws -> TenantRole?
    /// Whether there was such a custom role.
    package var deleteRole: @Sendable (String, Grantor) async throws -> Bool

    /// The invitation to go on before, how many; newest first.
    package var invitations: @Sendable (InvitationID?, Int) async throws -> [Invitation]
    /// E-mail address, role.
    package var invite: @Sendable (String, String, Grantor) async throws -> Invitation
    /// Nil without such an invitation.
    package var resend: @Sendable (InvitationID, Grantor) async throws -> Invitation?
    /// Whether there was such an invitation.
    package var revoke: @Sendable (InvitationID, Grantor) async throws -> Bool

    package init(
        members: @escaping @Sendable (UserID?, Int) async throws -> [MemberRecord],
        changeRole: @escaping @Sendable (UserID, String, Grantor) async throws -> MemberRecord?,
        remove: @escaping @Sendable (UserID, Grantor) async throws -> Bool,
        roles: @escaping @Sendable () async throws -> [TenantRole],
        createRole: @escaping @Sendable (String, String, Set<Permission>, Grantor) async throws -> TenantRole,
        redefineRole: @escaping @Sendable (String, String, Set<Permission>, Grantor) async throws -> TenantRole?,
        deleteRole: @escaping @Sendable (String, Grantor) async throws -> Bool,
        invitations: @escaping @Sendable (InvitationID?, Int) async throws -> [Invitation],
        invite: @escaping @Sendable (String, String, Grantor) async throws -> Invitation,
        resend: @escaping @Sendable (InvitationID, Grantor) async throws -> Invitation?,
        revoke: @escaping @Sendable (InvitationID, Grantor) async throws -> Bool
    ) {
        self.members = members
        self.changeRole = changeRole
        self.remove = remove
        self.roles = roles
        self.createRole = createRole
        self.redefineRole = redefineRole
        self.deleteRole = deleteRole
        self.invitations = invitations
        self.invite = invite
        self.resend = resend
        self.revoke = revoke
    }
}
