import GridModel
package import Identity
package import Operations
package import Persistence

/// Who belongs to the tenant, its roles and its invitations. Every change throws `MemberRefusal`.
package struct MemberService: Sendable {
    package typealias ChangeRole =
        @Sendable (UserID, String, Grantor, @escaping Precondition<MemberRecord>) async throws -> MemberRecord?
    package typealias Remove =
        @Sendable (UserID, Set<Leftover>, Grantor, @escaping Precondition<MemberRecord>) async throws -> Bool
    package typealias RedefineRole =
        @Sendable (String, String, Set<Permission>, Grantor, @escaping Precondition<TenantRole>) async throws
        -> TenantRole?
    package typealias DeleteRole =
        @Sendable (String, Grantor, @escaping Precondition<TenantRole>) async throws -> Bool

    /// Which, the member to go on after, how many; by number.
    package var members: @Sendable (MemberFilter, UserID?, Int) async throws -> [MemberRecord]
    /// Nil without such a member.
    package var member: @Sendable (UserID) async throws -> MemberRecord?
    /// Member, role; nil without such a member.
    package var changeRole: ChangeRole
    /// Member, what of theirs is revoked with them; whether there was such a member.
    package var remove: Remove

    package var roles: @Sendable () async throws -> [TenantRole]
    /// Code, name, permissions.
    package var createRole: @Sendable (String, String, Set<Permission>, Grantor) async throws -> TenantRole
    /// Nil without such a custom role.
    package var redefineRole: RedefineRole
    /// Whether there was such a custom role.
    package var deleteRole: DeleteRole

    /// Which, the invitation to go on before, how many; newest first.
    package var invitations: @Sendable (InvitationFilter, InvitationID?, Int) async throws -> [Invitation]
    /// E-mail address, role.
    package var invite: @Sendable (String, String, Grantor) async throws -> Invitation
    /// Nil without such an invitation.
    package var resend: @Sendable (InvitationID, Grantor) async throws -> Invitation?
    /// Whether there was such an invitation.
    package var revoke: @Sendable (InvitationID, Grantor) async throws -> Bool

    package init(
        members: @escaping @Sendable (MemberFilter, UserID?, Int) async throws -> [MemberRecord],
        member: @escaping @Sendable (UserID) async throws -> MemberRecord?,
        changeRole: @escaping ChangeRole, remove: @escaping Remove,
        roles: @escaping @Sendable () async throws -> [TenantRole],
        createRole: @escaping @Sendable (String, String, Set<Permission>, Grantor) async throws -> TenantRole,
        redefineRole: @escaping RedefineRole, deleteRole: @escaping DeleteRole,
        invitations: @escaping @Sendable (InvitationFilter, InvitationID?, Int) async throws -> [Invitation],
        invite: @escaping @Sendable (String, String, Grantor) async throws -> Invitation,
        resend: @escaping @Sendable (InvitationID, Grantor) async throws -> Invitation?,
        revoke: @escaping @Sendable (InvitationID, Grantor) async throws -> Bool
    ) {
        self.members = members
        self.member = member
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
