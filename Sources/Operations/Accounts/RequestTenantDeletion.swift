package import GridModel
package import Identity
package import Persistence

/// Has somebody's own tenant deleted after a period of grace, and takes that back within it.
///
/// An open screen must not be enough for it: the tenant's code is typed and the password asked for again. The tenant is not
/// served in the period of grace, so whoever takes it back does so from their own account.
package struct RequestTenantDeletion: Sendable {
    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    private var manage: ManageTenants { ManageTenants(database: parts.database, now: parts.now) }

    /// - Throws: `AccountRefusal`, `TenantStateRefusal`
    package func callAsFunction(
        code: String, password: String, _ access: Access, _ visitor: Visitor
    ) async throws -> TenantRecord {
        let (user, _) = try await parts.person(access)
        guard let scope = access.scope, access.allows(.permission(.tenantDelete)),
            let record = try await manage.tenant(scope.tenant)
        else { throw AccountRefusal.forbidden(Self.lacking) }
        guard code == record.tenant.code else {
            throw AccountRefusal.invalid([
                .init(field: "code", message: "Not the code of this tenant.", expected: record.tenant.code)
            ])
        }
        guard try await parts.isPassword(password, of: user, visitor) else {
            throw AccountRefusal.wrongPassword(field: "password")
        }
        let actor = visitor.actor(user.id, user.email)
        guard let changed = try await manage.requestDeletion(scope.tenant, by: actor) else {
            throw AccountRefusal.notFound("tenant \(scope.tenant)")
        }
        parts.changed()
        return changed
    }

    /// - Throws: `AccountRefusal`, `TenantStateRefusal`
    package func withdraw(_ tenant: TenantID, _ access: Access, _ visitor: Visitor) async throws {
        let (user, _) = try await parts.person(access)
        let theirs = try await parts.database.readUnscoped {
            try AccountTenants(platform: $0).tenant(tenant, of: user.id)
        }
        guard let theirs else { throw AccountRefusal.notFound("tenant \(tenant) that you belong to") }
        guard theirs.permissions.contains(.tenantDelete), !access.lacksSecondFactor else {
            throw AccountRefusal.forbidden(Self.lacking)
        }
        _ = try await manage.withdrawDeletion(tenant, by: visitor.actor(user.id, user.email))
        parts.changed()
    }

    private static let lacking = "This needs “\(Permission.tenantDelete.rawValue)”, which you do not have there."
}
