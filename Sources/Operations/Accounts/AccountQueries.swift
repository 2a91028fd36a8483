import GridModel
package import Identity
import Persistence

/// Shows somebody their own account.
package struct AccountQueries: Sendable {
    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    package func profile(_ access: Access) async throws -> AccountProfile {
        let (user, _) = try await parts.person(access)
        let tenants = try await parts.database.readUnscoped { try AccountTenants(platform: $0).all(of: user.id) }
        return AccountProfile(
            user, tenants: tenants, active: access.scope?.tenant, lacksSecondFactor: access.lacksSecondFactor)
    }

    /// - Throws: `AccountRefusal.invalid`
    package func rename(_ name: String, _ access: Access, _ visitor: Visitor) async throws -> AccountProfile {
        let (user, _) = try await parts.person(access)
        var faults: [AccountRefusal.Fault] = []
        let name = NewAccount.checked(name: name, &faults)
        guard faults.isEmpty else { throw AccountRefusal.invalid(faults) }
        let now = parts.now()
        try await parts.database.writeUnscoped { connection in
            try UserRepository(platform: connection).set(name: name, of: user.id)
            try connection.note("user.rename", by: visitor.actor(user.id, user.email), on: user.id, at: now)
        }
        return try await profile(access)
    }
}
