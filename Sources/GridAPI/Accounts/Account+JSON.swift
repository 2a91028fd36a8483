import Identity
package import Operations
package import Persistence

extension AccountProfile: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object { writeMembers(to: &$0) }
    }

    /// Within an object that has more.
    func writeMembers(to json: inout JSONWriter) {
        json.object("user") {
            $0.field("id", id)
            $0.field("email", email)
            $0.field("name", name)
            $0.field("isPlatformOwner", isPlatformOwner)
            $0.field("hasSecondFactor", hasSecondFactor)
            $0.field("hasPassword", hasPassword)
        }
        json.field("tenant", tenant)
        json.field("tenants", tenants)
        json.field("permissions", permissions.map(\.rawValue))
        json.field("secondFactorRequired", lacksSecondFactor)
    }
}

extension AccountTenant: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("name", name)
            $0.field("role", role)
            $0.field("roleName", roleName)
            $0.field("isActive", isActive)
            $0.field("deleteAfter", deleteAfter)
        }
    }
}

extension AccountSettings: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("registration", registration.rawValue)
            $0.field("passwordMinimumLength", PasswordRules.minimumLength)
            $0.array("oidc", providers) { provider, json in
                json.object {
                    $0.field("id", provider.id)
                    $0.field("name", provider.name)
                }
            }
            $0.field("productName", productName)
        }
    }
}

extension InvitationOffer: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("email", email)
            $0.field("tenantName", tenantName)
            $0.field("roleName", roleName)
            $0.field("invitedBy", invitedBy)
            $0.field("expiresAt", expiresAt)
        }
    }
}

extension Session {
    func write(to json: inout JSONWriter, isCurrent: Bool) {
        json.object {
            $0.field("id", id.rawValue)
            $0.field("isCurrent", isCurrent)
            $0.field("method", method)
            $0.field("address", address)
            $0.field("userAgent", userAgent)
            $0.field("createdAt", createdAt)
            $0.field("lastUsedAt", lastUsedAt)
            $0.field("expiresAt", expiresAt)
        }
    }
}
