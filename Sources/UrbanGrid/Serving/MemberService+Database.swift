import GridAPI
import GridModel
import Operations
import Persistence

extension MemberService {
    /// Over a database, for one tenant.
    init(database: any Database, scope: TenantScope, links: InvitationLinks) {
        let members = ManageMembers(database: database, scope: scope, now: { .wallClock })
        let roles = ManageRoles(database: database, scope: scope, now: { .wallClock })
        let invitations = ManageInvitations(database: database, scope: scope, links: links, now: { .wallClock })
        self.init(
            members: { try await members.list($0, after: $1, limit: $2) },
            member: { try await members.member($0) },
            changeRole: { try await members.change($0, role: $1, by: $2, if: $3) },
            remove: { try await members.remove($0, revoking: $1, by: $2, if: $3) },
            roles: { try await roles.list() },
            createRole: { try await roles.create(code: $0, name: $1, permissions: $2, by: $3) },
            redefineRole: { try await roles.change($0, name: $1, permissions: $2, by: $3, if: $4) },
            deleteRole: { try await roles.delete($0, by: $1, if: $2) },
            invitations: { try await invitations.list($0, before: $1, limit: $2) },
            invite: { try await invitations.create(email: $0, role: $1, by: $2) },
            resend: { try await invitations.resend($0, by: $1) },
            revoke: { try await invitations.revoke($0, by: $1) })
    }
}
