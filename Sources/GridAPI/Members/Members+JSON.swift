import GridModel
import Identity
package import Operations
package import Persistence

extension MemberRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", membership.user)
            $0.field("email", account.email)
            $0.field("name", account.name)
            $0.field("role", membership.role)
            $0.field("memberSince", membership.createdAt)
            $0.field("isDisabled", account.isDisabled)
            $0.field("hasSecondFactor", account.hasSecondFactor)
            $0.field("lastSeenAt", account.lastSeenAt)
        }
    }
}

extension TenantRole: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("code", code)
            $0.field("name", name)
            $0.field("isBuiltIn", isBuiltIn)
            $0.field("permissions", permissions.map(\.rawValue))
            $0.field("changedAt", changedAt)
        }
    }
}

extension Invitation: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("email", email)
            $0.field("role", role)
            $0.field("createdAt", createdAt)
            $0.field("expiresAt", expiresAt)
            $0.field("acceptedAt", acceptedAt)
            $0.field("revokedAt", revokedAt)
        }
    }
}
